namespace OneBit.Passes;

/// <summary>Where monotone yes-or-no functions of whole numbers turn, by bisection, for all channels at once.</summary>
internal static class MonotoneSearch
{
    /// <summary>Per channel the interval [Least, Most] of numbers in [first, last] that the function says yes to: it reaches one end of the range, both, or is empty (Least &gt; Most).</summary>
    /// <param name="channels">Number of channels.</param>
    /// <param name="first">Lower end of the range.</param>
    /// <param name="last">Upper end of the range.</param>
    /// <param name="says">The answers for one number per channel; monotone in each.</param>
    public static (long Least, long Most)[] Intervals(int channels, long first, long last, Func<long[], bool[]> says)
    {
        long[] low = new long[channels], high = new long[channels];
        Array.Fill(low, first);
        Array.Fill(high, last);
        bool[] atFirst = says(low), atLast = says(high);
        while (low.Zip(high).Any(range => range.Second - range.First > 1))
        {
            long[] middle = [.. low.Zip(high, (l, h) => l + ((h - l) / 2))];
            bool[] yes = says(middle);
            for (int c = 0; c < channels; c++)
            {
                if (yes[c] == atFirst[c])
                    low[c] = middle[c];
                else
                    high[c] = middle[c];
            }
        }
        return [.. Enumerable.Range(0, channels).Select(c => (atFirst[c], atLast[c]) switch
        {
            (true, true) => (first, last),
            (true, false) => (first, low[c]),
            (false, true) => (high[c], last),
            _ => (last + 1, last),
        })];
    }
}
