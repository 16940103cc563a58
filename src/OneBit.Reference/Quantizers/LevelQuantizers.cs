using System.Runtime.InteropServices;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Quantizers that are thresholds and levels. Comparisons flush nothing.  (F9)</summary>
internal static class LevelQuantizers
{
    /// <summary>y = high where x ≥ threshold, else low; NaN by the op's rule, kept as it is where it stays.</summary>
    public static Literal TwoLevels(TwoLevelQuantize op, Call call)
    {
        int channels = Channels.Of(call.Type.Shape);
        float[] threshold = Channels.Floats(call, 1, channels), low = Channels.Floats(call, 2, channels), high = Channels.Floats(call, 3, channels);
        ReadOnlySpan<float> x = call[0].Type.Element == DType.Float32 ? call[0].Values<float>() : Elements.Floats(call[0]);
        float[][] levels = [low, high]; // looked up, not branched to: the signs of weights are coin flips
        byte[] result = new byte[call.Type.SizeInBytes];
        Span<float> y = MemoryMarshal.Cast<byte, float>(result.AsSpan());
        for (int row = 0; row < x.Length; row += channels)
        {
            for (int c = 0; c < channels; c++)
                y[row + c] = float.IsNaN(x[row + c]) ? OfNan(op.Nan, x[row + c], low[c], high[c]) : levels[x[row + c] >= threshold[c] ? 1 : 0][c];
        }
        return new Literal(call.Type, result);
    }

    /// <summary>y = levels[q], q the number of edges that are ≤ x.</summary>
    public static Literal MultiLevels(MultiLevelQuantize op, Call call)
    {
        float[] edges = Elements.Floats(call[1]), levels = Elements.Floats(call[2]), values = Elements.Floats(call[0]);
        if (levels.Length != edges.Length + 1)
            throw call.Error($"has {levels.Length} levels for {edges.Length} edges");
        for (int i = 0; i < values.Length; i++)
            values[i] = float.IsNaN(values[i]) ? OfNan(op.Nan, values[i], levels[0], levels[^1]) : levels[Code(values[i], edges)];
        return Elements.Of(call.Type, values);
    }

    /// <summary>The number of edges that are ≤ <paramref name="x"/>.</summary>
    public static int Code(float x, float[] edges) => edges.Count(edge => edge <= x);

    private static float OfNan(NanRule rule, float nan, float low, float high) => rule switch
    {
        NanRule.Below => low,
        NanRule.Above => high,
        _ => nan,
    };
}
