using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>Constants that meet every pixel alike: one value, or one per channel.</summary>
internal static class ChannelValues
{
    /// <summary>The finite float32 values of <paramref name="k"/> for each channel of a tensor of that shape; null where another dimension than the last has a say, or a value is not finite.</summary>
    public static float[]? Of(Constant k, Shape shape)
    {
        bool fits = shape.Rank > 0 && shape[^1] != Shape.Unknown && k.Value.Type.Shape.Rank <= shape.Rank;
        return fits ? Of(k, shape[^1]) : null;
    }

    /// <summary>The finite float32 values of <paramref name="k"/> for each of <paramref name="channels"/>; null where another dimension than the last has a say, or a value is not finite.</summary>
    public static float[]? Of(Constant k, int channels)
    {
        if (k.Value.Type.Element != DType.Float32 || !k.BroadcastsAlongChannel || !k.IsFinite)
            return null;
        float[] values = k.Value.Channels(channels);
        return values.Length == channels ? values : null;
    }

    /// <summary>A constant of these values; a scalar where all are the same bit for bit.</summary>
    public static Literal PerChannel(float[] values) =>
        values.Length > 0 && Array.TrueForAll(values, value => BitConverter.SingleToInt32Bits(value) == BitConverter.SingleToInt32Bits(values[0])) ? Literal.Scalar(values[0]) : Literal.Vector<float>(values);

    /// <summary><paramref name="count"/> values: a single one is repeated.</summary>
    public static T[] Spread<T>(ReadOnlySpan<T> values, int count)
    {
        if (values.Length != 1)
            return values.ToArray();
        var spread = new T[count];
        Array.Fill(spread, values[0]);
        return spread;
    }

    /// <summary>The constants of a batch norm, g = r·gamma as its definition rounds it; null where one is not known or not finite.  (F10)</summary>
    public static (float[] Mean, float[] G, float[] Beta)? Of(BatchNorm op, IReadOnlyList<Value?> operands)
    {
        Literal?[] constants = [.. operands.Skip(1).Select(o => o?.Constant)];
        if (constants[0] is not { } mean || constants[1] is not { } variance || operands.Skip(3).Any(o => o is not null && o.Constant is null))
            return null;
        float[] gamma = constants.ElementAtOrDefault(2)?.Values<float>().ToArray() ?? Spread([1f], mean.Type.Shape[0]), beta = constants.ElementAtOrDefault(3)?.Values<float>().ToArray() ?? Spread([0f], mean.Type.Shape[0]);
        float[] g = [.. variance.Values<float>().ToArray().Select((v, c) => (float)(1 / Math.Sqrt(v + op.Epsilon)) * gamma[c])];
        return g.Concat(beta).Concat(mean.Values<float>().ToArray()).All(float.IsFinite) ? (mean.Values<float>().ToArray(), g, beta) : null;
    }
}
