using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>What follows the integer of a convolution over levels.  (F4)</summary>
internal static class LevelTransform
{
    /// <summary>T(e) = clamp(scale·(clamp(e + bias, min, max) − center) + shift, low, high), each step rounded to float32.</summary>
    public static float[] Apply(Call call, long[] sums)
    {
        int channels = call.Type.Shape[^1];
        float[]?[] constants = [.. Enumerable.Range(LevelConv2D.FirstTransformOperand, 8).Select(i => Channels.OptionalFloats(call, i, channels))];
        float[] values = Array.ConvertAll(sums, e => (float)e);
        Step(0, (x, bias) => x + bias);
        Step(1, MathF.Max);
        Step(2, MathF.Min);
        Step(3, (x, center) => x - center);
        Step(4, (x, scale) => x * scale);
        Step(5, (x, shift) => x + shift);
        Step(6, MathF.Max);
        Step(7, MathF.Min);
        return values;

        void Step(int constant, Func<float, float, float> function)
        {
            if (constants[constant] is not { } operands)
                return;
            for (int i = 0; i < values.Length; i++)
                values[i] = function(values[i], operands[i % channels]);
        }
    }

    /// <summary>saturate(round(y/scale) + zero point); NaN gives the zero point.</summary>
    public static long[] Rounded(float[] values, Quantization output, Ties ties)
    {
        MidpointRounding mode = ties == Ties.ToEven ? MidpointRounding.ToEven : MidpointRounding.AwayFromZero;
        return Array.ConvertAll(values, y =>
        {
            float code = MathF.Round(y / output.Scale, mode);
            return float.IsNaN(code) ? output.ZeroPoint : (long)Math.Clamp((double)code + output.ZeroPoint, sbyte.MinValue, sbyte.MaxValue);
        });
    }

    /// <summary>Bit 0 where least ≤ e ≤ most, else bit 1.</summary>
    public static Literal Packed(Call call, long[] sums)
    {
        int channels = call.Type.Shape[^1];
        long[] least = Channels.OptionalIntegers(call, LevelConv2D.LeastOperand, channels) ?? throw call.Error("has no least");
        long[]? most = Channels.OptionalIntegers(call, LevelConv2D.LeastOperand + 1, channels);
        byte[] bits = new byte[sums.Length];
        for (int i = 0; i < bits.Length; i++)
        {
            int c = i % channels;
            bits[i] = sums[i] >= least[c] && (most is null || sums[i] <= most[c]) ? (byte)0 : (byte)1;
        }
        return Elements.Packed(new Literal(new TensorType(DType.Bool, call.Type.Shape), bits));
    }
}
