using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>y = levels[q], q the number of edges that are ≤ x; NaN becomes <c>ofNan</c>, or stays where that is null.</summary>
/// <param name="edges">In rising order, equal ones allowed, none NaN: then the last edge that is ≤ x decides.</param>
/// <param name="levels">One more than edges.</param>
/// <param name="ofNan">What NaN becomes.</param>
public readonly struct MultiLevels(float[] edges, float[] levels, float? ofNan) : IChannelFunction
{
    /// <inheritdoc/>
    public int Period => int.MaxValue;

    /// <inheritdoc/>
    public Vector256<float> Apply(Vector256<float> x, int at)
    {
        Vector256<float> level = Vector256.Create(levels[0]);
        for (int i = 0; i < edges.Length; i++)
            level = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(x, Vector256.Create(edges[i])), Vector256.Create(levels[i + 1]), level);
        return Vector256.ConditionalSelect(Vector256.Equals(x, x), level, ofNan is { } value ? Vector256.Create(value) : x);
    }

    /// <inheritdoc/>
    public float Apply(float x, int at)
    {
        if (float.IsNaN(x))
            return ofNan ?? x;
        float level = levels[0];
        for (int i = 0; i < edges.Length; i++)
            level = x >= edges[i] ? levels[i + 1] : level;
        return level;
    }
}
