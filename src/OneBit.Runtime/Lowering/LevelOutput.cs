using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>What follows the sum D of a convolution over levels, in the terms of the kernels. e = (D + offset of the channel) / (1 or 2).</summary>
internal sealed record LevelOutput(DType Element, OutputTransform Transform, Int8Output Int8, BitOutput? Bits, Residual? Residual = null)
{
    /// <summary>What is added to the result; empty for nothing.</summary>
    public ReadOnlySpan<float> Addend(StepContext context) => Residual is { } residual ? residual.Addend(context) : [];

    /// <summary>Where its signs go; empty for nowhere.</summary>
    public Span<uint> Signs(StepContext context) => Residual is { } residual ? residual.Signs(context) : [];

    /// <summary>The form of an op whose D is at most <paramref name="bound"/> in magnitude; null where the kernels have none.</summary>
    public static LevelOutput? Of(LevelConv2D op, LoweredNode node, int[] offsets, bool halve, int bound)
    {
        int channels = offsets.Length;
        if (op.Output == DType.Bits)
            return Thresholds(node, offsets, halve, bound) is { } bits ? new LevelOutput(op.Output, OutputTransform.Identity, Int8Output.Folded, bits) : null;
        var constants = new float[]?[8];
        for (int i = 0; i < constants.Length; i++)
        {
            int operand = LevelConv2D.FirstTransformOperand + i;
            if (node.Has(operand) && (constants[i] = PerChannel<float>(node, operand, channels)) is null)
                return null;
        }
        var transform = new OutputTransform
        {
            Halve = halve,
            Offsets = Array.TrueForAll(offsets, offset => offset == 0) ? null : offsets,
            Bias = constants[0],
            InnerLow = constants[1],
            InnerHigh = constants[2],
            Centre = constants[3],
            Multiplier = constants[4],
            Shift = constants[5],
            Low = constants[6],
            High = constants[7],
        };
        if (op.Output == DType.Float32)
            return new LevelOutput(op.Output, transform, Int8Output.Folded, null, Residual.Of(node, LevelConv2D.ResidualOperand, op.Then, op.Signs));
        return node.ResultType().Quantization is { IsPerChannel: false, ZeroPoint: >= sbyte.MinValue and <= sbyte.MaxValue } q
            ? new LevelOutput(op.Output, transform, new Int8Output(q.Scale, q.ZeroPoint, op.Ties == Ties.ToEven ? TieRounding.ToEven : TieRounding.AwayFromZero), null)
            : null;
    }

    // least ≤ e ≤ most ⟺ low ≤ D ≤ high.
    private static BitOutput? Thresholds(LoweredNode node, int[] offsets, bool halve, int bound)
    {
        int channels = offsets.Length;
        int[]? least = PerChannel<int>(node, LevelConv2D.LeastOperand, channels);
        bool hasMost = node.Has(LevelConv2D.LeastOperand + 1);
        int[]? most = hasMost ? PerChannel<int>(node, LevelConv2D.LeastOperand + 1, channels) : null;
        if (least is null || (hasMost && most is null))
            return null;
        int[] low = new int[channels], high = new int[channels];
        long divisor = halve ? 2 : 1;
        for (int c = 0; c < channels; c++)
        {
            long from = (divisor * least[c]) - offsets[c], to = most is null ? bound : (divisor * most[c]) - offsets[c];
            bool isNever = from > to || from > bound || to < -bound;
            (low[c], high[c]) = isNever ? (bound + 1, bound) : ((int)Math.Max(from, -bound), (int)Math.Min(to, bound));
        }
        return Thresholds(low, high, bound);
    }

    // Bit 0 where low ≤ D ≤ high. With one open side that is one comparison: bit 1 = D < low, or not D < high + 1.
    private static BitOutput Thresholds(int[] low, int[] high, int bound)
    {
        int[] below = new int[low.Length];
        uint[] flips = new uint[BitLayout.Words(low.Length)];
        for (int c = 0; c < low.Length; c++)
        {
            bool isOpenAbove = high[c] == bound;
            if (!isOpenAbove && low[c] > -bound)
                return BitOutput.FromDotBands(low, high);
            below[c] = isOpenAbove ? low[c] : high[c] + 1;
            flips[c / BitLayout.WordBits] |= isOpenAbove ? 0 : 1u << (c % BitLayout.WordBits);
        }
        return BitOutput.FromDotThresholds(below, Array.TrueForAll(flips, word => word == 0) ? [] : flips);
    }

    /// <summary>A constant operand with one element per channel; null where it is no constant.</summary>
    private static T[]? PerChannel<T>(LoweredNode node, int operand, int channels)
        where T : unmanaged
    {
        if (node.Constant(operand) is not { } constant)
            return null;
        ReadOnlySpan<T> values = constant.Values<T>();
        if (values.Length == channels)
            return values.ToArray();
        if (values.Length != 1)
            return null;
        var spread = new T[channels];
        Array.Fill(spread, values[0]);
        return spread;
    }
}
