using System.Numerics;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>
/// Convolution of bits, as Larq Compute Engine's LceBconv2d. x = K − d = 2·popcount(input ⊕ filter) over K = height·width·depth taps, an exact integer (F2);
/// a tap padded with zero counts half, so it adds the filter's depth to x, a tap padded with +1 adds 2·popcount(filter). Where zero padding is corrected behind
/// the transform, x is that of +1, and the depth less the tap's 2·popcount(filter) is summed beside it.
/// </summary>
internal static class BinaryConvolution
{
    /// <summary>
    /// float32: y = float32(clamp(x)·m' + b'), two roundings, m' = −multiplier, b' = float32(bias + K·multiplier); the activation's range, cut to [−K, K], clamps d = K − x.
    /// int8: m' and b' over the scale, plus the zero point; half away from zero; saturates. bits: x &gt; 2·threshold; the activation is in the threshold.
    /// </summary>
    public static Literal Evaluate(BinaryConv2D op, Call call)
    {
        bool behind = op.CorrectsBehind(call[0].Type.Shape, call[1].Type.Shape);
        (int[] x, int?[] outside) = Counts(op, call, behind);
        return call.Type.Element switch
        {
            DType.Float32 when behind => Elements.Of(call.Type, Corrected(call, Transformed(op, call, x, new Quantization(1, 0)), outside)),
            DType.Float32 => Elements.Of(call.Type, Transformed(op, call, x, new Quantization(1, 0))),
            DType.Int8 when call.Type.Quantization is { } q => Rounded(call.Type, Transformed(op, call, x, q)),
            DType.Bits => Thresholded(call, x),
            _ => throw call.Unsupported(),
        };
    }

    // x, and for each output Σw over the taps that stick out; null where none does.
    private static (int[] X, int?[] Outside) Counts(BinaryConv2D op, Call call, bool zeroIsOne)
    {
        (Shape input, Shape filter, Shape output) = (call[0].Type.Shape, call[1].Type.Shape, call.Type.Shape);
        int outputs = filter[0], depth = filter[3];
        int pixelWords = BitLayout.Words(input[3]), tapWords = BitLayout.Words(depth);
        int groups = depth == 0 ? 0 : input[3] / depth;
        if (groups == 0 || groups * depth != input[3] || outputs % groups != 0 || (groups > 1 && depth % BitLayout.WordBits != 0))
            throw call.Error($"has {input[3]} input channels, {outputs} outputs and a filter depth of {depth}: no whole number of groups");
        var rows = Window.Of(input[1], filter[1], op.Stride.Height, op.Dilation.Height, op.Padding);
        var columns = Window.Of(input[2], filter[2], op.Stride.Width, op.Dilation.Width, op.Padding);
        uint[] bits = call[0].Values<uint>().ToArray(), weights = call[1].Values<uint>().ToArray(), border = new uint[tapWords];
        int[] x = new int[checked((int)output.ElementCount)];
        var outside = new int?[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            (int pixel, int o) = int.DivRem(i, outputs);
            (int ni, int j) = int.DivRem(pixel, output[2]);
            (int n, int row) = int.DivRem(ni, output[1]);
            int firstWord = o / (outputs / groups) * tapWords;
            for (int u = 0; u < rows.Taps; u++)
            {
                int y = rows[row, u];
                for (int v = 0; v < columns.Taps; v++)
                {
                    int z = columns[j, v];
                    ReadOnlySpan<uint> tap = weights.AsSpan(((((o * filter[1]) + u) * filter[2]) + v) * tapWords, tapWords);
                    if (y >= 0 && z >= 0)
                    {
                        x[i] += 2 * Differing(bits.AsSpan((((((n * input[1]) + y) * input[2]) + z) * pixelWords) + firstWord, tapWords), tap);
                        continue;
                    }
                    int minusOnes = Differing(border, tap);
                    x[i] += op.PadValues == 1 || zeroIsOne ? 2 * minusOnes : depth;
                    outside[i] = outside[i].GetValueOrDefault() + depth - (2 * minusOnes);
                }
            }
        }
        return (x, outside);
    }

    private static int Differing(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right)
    {
        int count = 0;
        for (int i = 0; i < left.Length; i++)
            count += BitOperations.PopCount(left[i] ^ right[i]);
        return count;
    }

    private static float[] Transformed(BinaryConv2D op, Call call, int[] x, Quantization output)
    {
        Shape filter = call[1].Type.Shape;
        int taps = checked(filter[1] * filter[2] * filter[3]), channels = filter[0];
        (float low, float high) = Activations.Bounds(op.Activation);
        (int min, int max) = (taps - (int)Math.Min(high, taps), taps - (int)Math.Max(low, -taps));
        float[] multipliers = Elements.Floats(call[2]), biases = Elements.Floats(call[3]);
        if (multipliers.Length != channels || biases.Length != channels)
            throw call.Error($"has {multipliers.Length} multipliers and {biases.Length} biases for {channels} channels");
        var result = new float[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            int c = i % channels;
            float slope = -multipliers[c] / output.Scale;
            float offset = (float)(((biases[c] + ((double)taps * multipliers[c])) / output.Scale) + output.ZeroPoint);
            float product = Math.Clamp(x[i], min, Math.Max(min, max)) * slope;
            result[i] = product + offset;
        }
        return result;
    }

    /// <summary>y + float32(−multiplier·Σw) where taps stick out, a product and a sum each rounded.</summary>
    private static float[] Corrected(Call call, float[] values, int?[] outside)
    {
        float[] multipliers = Elements.Floats(call[2]);
        for (int i = 0; i < values.Length; i++)
        {
            if (outside[i] is not { } sum)
                continue;
            float correction = -multipliers[i % multipliers.Length] * sum;
            values[i] += correction;
        }
        return values;
    }

    private static Literal Rounded(TensorType type, float[] values) =>
        Elements.OfIntegers(type, Array.ConvertAll(values, v => (long)Math.Clamp(MathF.Round(v, MidpointRounding.AwayFromZero), sbyte.MinValue, sbyte.MaxValue)));

    private static Literal Thresholded(Call call, int[] x)
    {
        long[] thresholds = Elements.Integers(call[4]);
        int channels = call.Type.Shape[^1];
        if (thresholds.Length != channels)
            throw call.Error($"has {thresholds.Length} thresholds for {channels} channels");
        byte[] bits = new byte[x.Length];
        for (int i = 0; i < x.Length; i++)
            bits[i] = x[i] > 2 * thresholds[i % channels] ? (byte)1 : (byte)0;
        return Elements.Packed(new Literal(new TensorType(DType.Bool, call.Type.Shape), bits));
    }
}
