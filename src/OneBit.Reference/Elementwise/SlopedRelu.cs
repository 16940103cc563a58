using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>y = x where x ≥ 0, alpha·x elsewhere. Codes: both branches have a factor of their own, in fixed point.</summary>
internal static class SlopedRelu
{
    /// <summary>One alpha for all. NaN stays NaN; −0 is kept.</summary>
    public static Literal Leaky(LeakyRelu op, Call call)
    {
        Literal input = call[0];
        if (input.Type.Element == DType.Float32)
            return Elements.Of(call.Type, Array.ConvertAll(Elements.Floats(input), v => v > 0 ? v : v * op.Alpha));
        if (!Codes.AreIn(input.Type) || !Codes.AreIn(call.Type))
            throw call.Unsupported();
        (float scale, float result) = (input.Type.Quantization!.Scale, call.Type.Quantization!.Scale);
        (FixedPoint identity, FixedPoint slope) = (FixedPoint.Of(scale / result), Signed(scale * op.Alpha / result, out int sign));
        return Codes.Of(call.Type, Array.ConvertAll(Codes.Centred(input), v => v >= 0 ? identity.Times(v) : slope.Times(sign * v)));
    }

    /// <summary>alpha broadcast.</summary>
    public static Literal Parametric(PRelu op, Call call)
    {
        (Literal input, Literal alpha) = (call[0], call[1]);
        int[] xs = Indices.Broadcast(input.Type.Shape, call.Type.Shape), slopes = Indices.Broadcast(alpha.Type.Shape, call.Type.Shape);
        if (input.Type.Element == DType.Float32 && alpha.Type.Element == DType.Float32)
        {
            float[] x = Elements.Floats(input), a = Elements.Floats(alpha);
            return Elements.Of(call.Type, [.. xs.Zip(slopes, (i, j) => x[i] >= 0 ? x[i] : x[i] * a[j])]);
        }
        if (!Codes.AreIn(input.Type) || !Codes.AreIn(alpha.Type) || !Codes.AreIn(call.Type))
            throw call.Unsupported();
        (float scale, float alphaScale, float result) = (input.Type.Quantization!.Scale, alpha.Type.Quantization!.Scale, call.Type.Quantization!.Scale);
        (FixedPoint identity, FixedPoint product) = (FixedPoint.Of(scale / result), FixedPoint.Of(scale * alphaScale / result));
        int[] codes = Codes.Centred(input), alphas = Codes.Centred(alpha);
        return Codes.Of(call.Type, [.. xs.Zip(slopes, (i, j) => codes[i] >= 0 ? identity.Times(codes[i]) : product.Times(codes[i] * alphas[j]))]);
    }

    private static FixedPoint Signed(float factor, out int sign)
    {
        sign = factor < 0 ? -1 : 1;
        return FixedPoint.Of(Math.Abs(factor));
    }
}
