using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>The bounds of a <see cref="PackLevels"/>, one pair per channel: upper where Least ≤ x ≤ Most.</summary>
internal sealed record ChannelBounds(float[] Least, float[] Most, bool NanIsUpper)
{
    /// <summary>The constant bounds of <paramref name="root"/>; null where it packs nothing, or a bound is computed.</summary>
    public static ChannelBounds? Of(Value root, int channels)
    {
        if (root is not (PackLevels op, [_, (Constant least, []), ..] operands))
            return null;
        float[]? most = operands.Count < 3 || operands[2] is null ? null : operands[2]!.Constant?.Channels(channels);
        if (operands.Count == 3 && operands[2] is not null && most is null)
            return null;
        return new ChannelBounds(least.Value.Channels(channels), most ?? Infinite(channels), op.NanIsUpper);
    }

    /// <summary>True where no channel is bounded from both sides: what is packed is then monotone in x.</summary>
    public bool IsOneSided => Least.Zip(Most).All(pair => float.IsNegativeInfinity(pair.First) || float.IsPositiveInfinity(pair.Second) || pair.First > pair.Second);

    /// <summary>Which values are of the upper level.</summary>
    public bool[] AreUpper(float[] x) => [.. x.Select((v, c) => float.IsNaN(v) ? NanIsUpper : v >= Least[c] && v <= Most[c])];

    /// <summary>The operands behind the input: one bound where there is no upper one, a scalar where all channels agree.</summary>
    public IReadOnlyList<Value?> Emit(Rewriter g)
    {
        Value least = g.Emit(Short(Least));
        return Most.All(float.IsPositiveInfinity) ? [least] : [least, g.Emit(Short(Most))];
    }

    private static Literal Short(float[] bounds) => bounds.All(bound => bound.Equals(bounds[0])) ? Literal.Scalar(bounds[0]) : Literal.Vector<float>(bounds);

    private static float[] Infinite(int channels)
    {
        float[] bounds = new float[channels];
        Array.Fill(bounds, float.PositiveInfinity);
        return bounds;
    }
}
