namespace OneBit.Kernels;

/// <summary>
/// A packed output: bit o = (d &lt; Below[o] or d &gt; Above[o]) xor flip[o], padding bits 0; bit 1 means −1.
/// </summary>
public sealed class BitOutput
{
    private BitOutput(int[] below, uint[]? flips)
    {
        Below = below;
        Flips = flips;
    }

    internal int[] Below { get; }

    /// <summary>Null where no channel has an upper bound.</summary>
    internal int[]? Above { get; private init; }

    internal uint[]? Flips { get; }

    /// <summary>Output channels.</summary>
    public int Channels => Below.Length;

    /// <summary>Larq Compute Engine's rule, bit = accum &gt; threshold with accum = (K − d)/2, which is d &lt; K − 2·threshold. (F6)</summary>
    /// <param name="depth">K.</param>
    /// <param name="thresholds">Any int32 per output channel.</param>
    public static BitOutput FromAccumulatorThresholds(int depth, ReadOnlySpan<int> thresholds)
    {
        int[] below = new int[thresholds.Length];
        for (int o = 0; o < below.Length; o++)
            below[o] = (int)Math.Clamp(depth - (2L * thresholds[o]), -depth, depth + 1L);
        return new BitOutput(below, null);
    }

    /// <summary>bit = d &lt; below or d &gt; above: two comparisons, for channels that are bounded on both sides.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static BitOutput FromDotBands(ReadOnlySpan<int> below, ReadOnlySpan<int> above)
    {
        if (above.Length != below.Length)
            throw new ArgumentException($"{above.Length} upper bounds for {below.Length} channels", nameof(above));
        return new BitOutput(below.ToArray(), null) { Above = above.ToArray() };
    }

    /// <summary>One comparison.</summary>
    /// <param name="below">Per output channel; d never exceeds K in magnitude, so −K means never and K + 1 always.</param>
    /// <param name="flips">Channels whose bit is inverted, as packed words with padding bits 0; empty for none.</param>
    /// <exception cref="ArgumentException"><paramref name="flips"/> has another number of words, or a padding bit that is 1.</exception>
    public static BitOutput FromDotThresholds(ReadOnlySpan<int> below, ReadOnlySpan<uint> flips = default)
    {
        if (flips.IsEmpty)
            return new BitOutput(below.ToArray(), null);
        if (flips.Length != Tensors.BitLayout.Words(below.Length))
            throw new ArgumentException($"{flips.Length} words for {below.Length} channels", nameof(flips));
        if (!below.IsEmpty && (flips[^1] & ~Tensors.BitLayout.TailMask(below.Length)) != 0)
            throw new ArgumentException("a padding bit is 1", nameof(flips));
        return new BitOutput(below.ToArray(), flips.ToArray());
    }
}
