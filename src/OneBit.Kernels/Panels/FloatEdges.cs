namespace OneBit.Kernels;

/// <summary>What follows the sums of a convolution or dense layer: clamp(sum + bias[c], lower[c], upper[c]); NaN passes the clamp.</summary>
/// <param name="bias">One value per output channel, or empty for 0.</param>
/// <param name="lower">Lower bound: empty for none, one value for all, or one per output channel.</param>
/// <param name="upper">Upper bound, likewise.</param>
public readonly ref struct FloatEdges(ReadOnlySpan<float> bias, ReadOnlySpan<float> lower = default, ReadOnlySpan<float> upper = default)
{
    /// <summary>One value per output channel, or empty.</summary>
    public ReadOnlySpan<float> Bias { get; } = bias;

    /// <summary>Lower bound.</summary>
    public ReadOnlySpan<float> Lower { get; } = lower;

    /// <summary>Upper bound.</summary>
    public ReadOnlySpan<float> Upper { get; } = upper;

    internal void Validate(int outputs)
    {
        if (!Bias.IsEmpty)
            Require.Exactly(Bias.Length, outputs);
        if (Lower.Length > 1)
            Require.Exactly(Lower.Length, outputs);
        if (Upper.Length > 1)
            Require.Exactly(Upper.Length, outputs);
    }
}
