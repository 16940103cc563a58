using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>Constants that meet every pixel alike.</summary>
internal static class ChannelValues
{
    /// <summary>The finite float32 values of <paramref name="k"/> for each channel of a tensor of that shape; null where another dimension than the last has a say, or a value is not finite.</summary>
    public static float[]? Of(Constant k, Shape shape)
    {
        if (k.Value.Type.Element != DType.Float32 || !k.BroadcastsAlongChannel || !k.IsFinite || shape.Rank == 0 || shape[^1] == Shape.Unknown || k.Value.Type.Shape.Rank > shape.Rank)
            return null;
        float[] values = k.Value.Channels(shape[^1]);
        return values.Length == shape[^1] ? values : null;
    }

    /// <summary>The constants of a batch norm, g = r·gamma as its definition rounds it; null where one is not known or not finite.  (F10)</summary>
    public static (float[] Mean, float[] G, float[] Beta)? Of(BatchNorm op, IReadOnlyList<Value?> operands)
    {
        Literal?[] constants = [.. operands.Skip(1).Select(o => o?.Constant)];
        if (constants[0] is not { } mean || constants[1] is not { } variance || operands.Skip(3).Any(o => o is not null && o.Constant is null))
            return null;
        float[] gamma = constants.ElementAtOrDefault(2)?.Values<float>().ToArray() ?? Filled(1, mean), beta = constants.ElementAtOrDefault(3)?.Values<float>().ToArray() ?? Filled(0, mean);
        float[] g = [.. variance.Values<float>().ToArray().Select((v, c) => (float)(1 / Math.Sqrt(v + op.Epsilon)) * gamma[c])];
        return g.Concat(beta).Concat(mean.Values<float>().ToArray()).All(float.IsFinite) ? (mean.Values<float>().ToArray(), g, beta) : null;
    }

    private static float[] Filled(float value, Literal like)
    {
        float[] values = new float[like.Type.Shape[0]];
        Array.Fill(values, value);
        return values;
    }
}
