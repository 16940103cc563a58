using OneBit.IR;

namespace OneBit.Passes;

/// <summary>What a chain is where it takes few values only: per channel the floats at which it steps, and its values below the first and from each on.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Edges">Per channel, rising.</param>
/// <param name="Levels">Per channel, one more than edges; all finite.</param>
/// <param name="Nan">What NaN becomes, alike in all channels.</param>
/// <param name="IsExact">True where no level is 0 for some inputs and −0 for others, and NaN becomes NaN or an outer level.</param>
internal sealed record StepFunction(ChannelChain Chain, IReadOnlyList<float>[] Edges, float[][] Levels, NanRule Nan, bool IsExact)
{
    /// <summary>The chain as a step function; null where it is none, has a channel of more than <paramref name="maxSteps"/>, or has no channel that steps.</summary>
    public static StepFunction? Of(ChannelChain chain, int maxSteps)
    {
        var function = new ChannelFunction(chain);
        Trend[] trends = function.Trends();
        if (!Array.TrueForAll(trends, trend => trend.IsMonotone && double.IsFinite(trend.First) && double.IsFinite(trend.Last)))
            return null;
        if (ThresholdSearch.Steps(chain.Channels, function.Evaluate, maxSteps) is not { } edges || edges.All(channel => channel.Count == 0))
            return null;
        float[][] levels = LevelsAt(function, edges);
        bool isExact = !levels.Where((channel, c) => channel.Contains(0) && trends[c].MayBeZero && trends[c].MayBeNegativeZero).Any();
        NanRule? nan = OfNan(function.At(float.NaN), levels);
        return new StepFunction(chain, edges, levels, nan ?? NanRule.Nan, isExact && nan is not null);
    }

    private static float[][] LevelsAt(ChannelFunction function, IReadOnlyList<float>[] edges)
    {
        float[][] levels = Array.ConvertAll(function.At(float.NegativeInfinity), first => new[] { first });
        int channels = edges.Length, most = edges.Max(channel => channel.Count);
        float[] at = function.Evaluate([.. Enumerable.Range(0, most).SelectMany(i => edges.Select(channel => i < channel.Count ? channel[i] : 0))]);
        for (int c = 0; c < channels; c++)
            levels[c] = [.. levels[c], .. Enumerable.Range(0, edges[c].Count).Select(i => at[(i * channels) + c])];
        return levels;
    }

    private static NanRule? OfNan(float[] values, float[][] levels)
    {
        if (Array.TrueForAll(values, float.IsNaN))
            return NanRule.Nan;
        if (values.Zip(levels).All(channel => Same(channel.First, channel.Second[0])))
            return NanRule.Below;
        return values.Zip(levels).All(channel => Same(channel.First, channel.Second[^1])) ? NanRule.Above : null;
    }

    private static bool Same(float x, float y) => BitConverter.SingleToInt32Bits(x) == BitConverter.SingleToInt32Bits(y);
}
