using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>Clamps per channel, as builtin ops.</summary>
internal static class ClampOps
{
    /// <summary>min(max(x, low), high). A ReLU leaves −0 as it is, so it stands only where there is none.</summary>
    public static Value Emit(Rewriter g, Value x, float[]? low, float[]? high, bool mayBeNegativeZero)
    {
        if (!mayBeNegativeZero && Kind(low, high) is { } kind)
            return g.Emit(new Unary { Kind = kind }, x);
        if (low is not null && low.Any(bound => bound > float.NegativeInfinity))
            x = g.Emit(new Binary { Kind = BinaryKind.Maximum }, x, Constant(g, Array.ConvertAll(low, bound => bound == 0 ? 0f : bound)));
        if (high is null || !high.Any(bound => bound < float.PositiveInfinity))
            return x;
        // Of two zeros the minimum gives its right operand.
        Value bounds = Constant(g, high);
        return mayBeNegativeZero && high.Any(bound => bound == 0 && !float.IsNegative(bound))
            ? g.Emit(new Binary { Kind = BinaryKind.Minimum }, bounds, x)
            : g.Emit(new Binary { Kind = BinaryKind.Minimum }, x, bounds);
    }

    /// <summary>A constant that meets every pixel; a scalar where all channels have the same.</summary>
    public static Value Constant(Rewriter g, float[] values) =>
        g.Emit(ChannelValues.PerChannel(values));

    private static UnaryKind? Kind(float[]? low, float[]? high) => (Bound(low, float.NegativeInfinity), Bound(high, float.PositiveInfinity)) switch
    {
        (0f, float.PositiveInfinity) => UnaryKind.Relu,
        (0f, 6f) => UnaryKind.Relu6,
        (-1f, 1f) => UnaryKind.ReluN1To1,
        _ => null,
    };

    private static float? Bound(float[]? values, float absent) => values is null ? absent : values.Length > 0 && Array.TrueForAll(values, v => v == values[0]) ? values[0] : null;
}
