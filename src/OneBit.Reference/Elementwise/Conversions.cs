using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Between element types and quantizations.</summary>
internal static class Conversions
{
    /// <summary>The same numbers as another type: floats are truncated towards 0 and saturate (NaN is 0), integers lose their high bits, bool is ≠ 0.</summary>
    public static Literal Cast(Cast op, Call call)
    {
        Literal input = call[0];
        if (input.Type.Element == DType.Bits || op.To == DType.Bits)
            throw call.Unsupported();
        if (input.Type.Element.IsFloat())
            return op.To.IsFloat() ? OfReals(call.Type, Reals(input)) : Elements.OfIntegers(call.Type, Array.ConvertAll(Reals(input), v => Truncated(v, op.To)));
        return op.To.IsFloat() ? OfReals(call.Type, Reals(input)) : Elements.OfIntegers(call.Type, Elements.Integers(input));
    }

    /// <summary>float32 to codes: q = saturate(round(x / s) + z), half to even. Codes to codes: z' + (q − z)·s/s' in fixed point, ties of the last shift up.</summary>
    public static Literal Quantize(Quantize op, Call call)
    {
        TensorType input = call[0].Type;
        if (call.Type.Quantization is not { } output || call.Type.Element.IsFloat())
            throw call.Unsupported();
        if (input.Element == DType.Float32)
        {
            (int min, int max) = Codes.Range(call.Type.Element);
            return Elements.OfIntegers(call.Type, Array.ConvertAll(Elements.Floats(call[0]), v => Quantized(v, output, min, max)));
        }
        if (!Codes.AreIn(input))
            throw call.Unsupported();
        FixedPoint factor = FixedPoint.Of((double)input.Quantization!.Scale / output.Scale);
        return Codes.Of(call.Type, Array.ConvertAll(Codes.Centred(call[0]), factor.TimesHalfUp));
    }

    /// <summary>x = s·(q − z), per channel where the scales are; float16 to float32.</summary>
    public static Literal Dequantize(Dequantize op, Call call)
    {
        TensorType input = call[0].Type;
        if (input.Element.IsFloat())
            return Elements.Of(call.Type, Elements.Floats(call[0]));
        if (input.Quantization is not { } q || input.Element is DType.Bits or DType.Bool)
            throw call.Unsupported();
        long[] codes = Elements.Integers(call[0]);
        float[] result = new float[codes.Length];
        int inner = q.IsPerChannel ? Indices.Inner(input.Shape, call.Axis(q.Axis, input.Shape.Rank)) : 1;
        for (int i = 0; i < result.Length; i++)
        {
            int channel = q.IsPerChannel ? i / inner % q.Scales.Length : 0;
            result[i] = (float)((double)q.Scales[channel] * (codes[i] - q.ZeroPoints[channel]));
        }
        return Elements.Of(call.Type, result);
    }

    private static long Quantized(float x, Quantization q, int min, int max)
    {
        float code = MathF.Round(x / q.Scale);
        return float.IsNaN(code) ? min : (long)Math.Clamp((double)code + q.ZeroPoint, min, max);
    }

    private static long Truncated(double x, DType to) => to switch
    {
        DType.Bool => x != 0 ? 1 : 0,
        DType.Int64 => (long)x,
        DType.UInt64 => (long)(ulong)x,
        DType.UInt32 => (uint)x,
        _ => (int)x,
    };

    private static double[] Reals(Literal literal) => literal.Type.Element switch
    {
        DType.Float64 => literal.Values<double>().ToArray(),
        DType.UInt64 => Array.ConvertAll(literal.Values<ulong>().ToArray(), v => (double)v),
        _ when literal.Type.Element.IsFloat() => Array.ConvertAll(Elements.Floats(literal), v => (double)v),
        _ => Array.ConvertAll(Elements.Integers(literal), v => (double)v),
    };

    private static Literal OfReals(TensorType type, double[] values) => type.Element switch
    {
        DType.Float64 => Literal.Of<double>(type, values),
        DType.Float16 => Literal.Of<Half>(type, Array.ConvertAll(values, v => (Half)v)),
        _ => Literal.Of<float>(type, Array.ConvertAll(values, v => (float)v)),
    };
}
