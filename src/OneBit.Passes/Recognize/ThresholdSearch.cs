namespace OneBit.Passes;

/// <summary>Finds where monotone functions of float32 step, by bisection over the floats on the functions' own arithmetic: exact, whatever they round.  (F9)</summary>
public static class ThresholdSearch
{
    /// <summary>
    /// The steps of one monotone function per channel: each float at which it takes another value than the float below, in rising order.
    /// Null where a channel has more than <paramref name="maxSteps"/>; a function that does not step but climbs is given up after a few evaluations.
    /// </summary>
    /// <param name="channels">Number of functions.</param>
    /// <param name="evaluate">All functions on rows of one float per channel; the results in the same order. No result for a number is NaN.</param>
    /// <param name="maxSteps">Most steps of one function.</param>
    public static IReadOnlyList<float>[]? Steps(int channels, Func<float[], float[]> evaluate, int maxSteps)
    {
        ArgumentNullException.ThrowIfNull(evaluate);
        var brackets = new List<Bracket>[channels];
        float[] first = evaluate(Row(channels, float.NegativeInfinity)), last = evaluate(Row(channels, float.PositiveInfinity));
        for (int c = 0; c < channels; c++)
            brackets[c] = first[c] == last[c] ? [] : [new Bracket(FloatOrder.First, first[c], FloatOrder.Last, last[c])];
        while (brackets.Any(channel => channel.Exists(bracket => bracket.IsOpen)))
        {
            Halve(brackets, evaluate);
            if (brackets.Any(channel => channel.Count > maxSteps))
                return null;
        }
        return Array.ConvertAll(brackets, channel => (IReadOnlyList<float>)[.. channel.Select(bracket => FloatOrder.At(bracket.To))]);
    }

    private static void Halve(List<Bracket>[] brackets, Func<float[], float[]> evaluate)
    {
        int channels = brackets.Length, rows = brackets.Max(channel => channel.Count);
        var middles = new float[rows * channels];
        for (int c = 0; c < channels; c++)
        {
            for (int i = 0; i < brackets[c].Count; i++)
                middles[(i * channels) + c] = FloatOrder.At(brackets[c][i].Middle);
        }
        float[] values = evaluate(middles);
        for (int c = 0; c < channels; c++)
            brackets[c] = [.. brackets[c].SelectMany((bracket, i) => bracket.Halves(values[(i * channels) + c]))];
    }

    private static float[] Row(int channels, float value)
    {
        var row = new float[channels];
        Array.Fill(row, value);
        return row;
    }

    // Two places between which a function takes different values; closed where they are neighbours.
    private readonly record struct Bracket(int From, float FromValue, int To, float ToValue)
    {
        public bool IsOpen => To - (long)From > 1;

        public int Middle => (int)(((long)From + To) / 2);

        public IEnumerable<Bracket> Halves(float value)
        {
            if (!IsOpen)
                return [this];
            Bracket[] halves = [this with { To = Middle, ToValue = value }, this with { From = Middle, FromValue = value }];
            return halves.Where(half => half.FromValue != half.ToValue);
        }
    }
}
