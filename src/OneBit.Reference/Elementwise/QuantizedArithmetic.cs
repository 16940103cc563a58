using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>
/// Arithmetic of two tensors of codes in fixed point, as in TensorFlow Lite. Both operands are first brought to the scale 2·max(s_x, s_y), with 20 (int16: 15) extra bits.
/// </summary>
internal static class QuantizedArithmetic
{
    /// <summary>Computes it; <paramref name="x"/> and <paramref name="y"/> are the elements of the operands for each element of the result.</summary>
    public static Literal Evaluate(Binary op, Call call, int[] x, int[] y)
    {
        if (op.Kind is BinaryKind.Maximum or BinaryKind.Minimum)
            return Extremes(op, call, x, y);
        Func<int, int, int> function = Function(op.Kind, call, ScaleOf(call[0].Type), ScaleOf(call[1].Type), ScaleOf(call.Type));
        int[] left = Codes.Centred(call[0]), right = Codes.Centred(call[1]), result = new int[x.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = function(left[x[i]], right[y[i]]);
        return Codes.Of(call.Type, result, op.Activation);
    }

    // Of codes as they are: the quantizations are the same.
    private static Literal Extremes(Binary op, Call call, int[] x, int[] y)
    {
        long[] left = Elements.Integers(call[0]), right = Elements.Integers(call[1]), result = new long[x.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = op.Kind == BinaryKind.Maximum ? Math.Max(left[x[i]], right[y[i]]) : Math.Min(left[x[i]], right[y[i]]);
        return Elements.OfIntegers(call.Type, result);
    }

    private static Func<int, int, int> Function(BinaryKind kind, Call call, float left, float right, float result)
    {
        switch (kind)
        {
            case BinaryKind.Add or BinaryKind.Sub:
                return Sum(call.Type.Element == DType.Int16 ? 15 : 20, kind == BinaryKind.Add ? 1 : -1, left, right, result);
            case BinaryKind.Mul:
                FixedPoint product = FixedPoint.Of(left * right / result);
                return (x, y) => product.Times(x * y);
            case BinaryKind.SquaredDifference:
                return SquaredDifference(left, right, result);
            default:
                throw call.Unsupported();
        }
    }

    private static Func<int, int, int> Sum(int extraBits, int sign, float left, float right, float result)
    {
        double common = 2.0 * Math.Max(left, right);
        (FixedPoint x, FixedPoint y) = (FixedPoint.Of(left / common), FixedPoint.Of(right / common));
        FixedPoint output = FixedPoint.Of(common / ((1L << extraBits) * (double)result));
        return (a, b) => output.Times(x.Times(a << extraBits) + (sign * y.Times(b << extraBits)));
    }

    private static Func<int, int, int> SquaredDifference(float left, float right, float result)
    {
        const int ExtraBits = 7;
        double common = 2.0 * Math.Max(left, right);
        (FixedPoint x, FixedPoint y) = (FixedPoint.Of(left / common), FixedPoint.Of(right / common));
        FixedPoint output = FixedPoint.Of(common * common / ((1L << (2 * ExtraBits)) * (double)result));
        return (a, b) =>
        {
            int difference = x.Times(a << ExtraBits) - y.Times(b << ExtraBits);
            return output.Times(difference * difference);
        };
    }

    // Codes.AreIn has checked that there is a quantization.
    private static float ScaleOf(TensorType type) => type.Quantization!.Scale;
}
