using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>
/// z = x ∘ y as bool, broadcast. With NaN all are false but ≠. Float32 subnormals compare as 0, as in TensorFlow and TensorFlow Lite, which flush them.
/// Codes: both are brought to real values in fixed point with 8 extra bits, as in TensorFlow Lite.
/// </summary>
internal static class Comparisons
{
    /// <summary>Computes it.</summary>
    public static Literal Evaluate(Compare op, Call call)
    {
        (Literal left, Literal right) = (call[0], call[1]);
        if (left.Type.Element != right.Type.Element || left.Type.Element == DType.Bits)
            throw call.Unsupported();
        int[] x = Indices.Broadcast(left.Type.Shape, call.Type.Shape), y = Indices.Broadcast(right.Type.Shape, call.Type.Shape);
        if (left.Type.Element.IsFloat())
            return Compared(op.Kind, call.Type, Array.ConvertAll(Elements.Floats(left), Elements.SubnormalAsZero), Array.ConvertAll(Elements.Floats(right), Elements.SubnormalAsZero), x, y);
        if (Codes.AreIn(left.Type) && Codes.AreIn(right.Type))
            return Compared(op.Kind, call.Type, Scaled(left), Scaled(right), x, y);
        return Compared(op.Kind, call.Type, Elements.Integers(left), Elements.Integers(right), x, y);
    }

    private static Literal Compared<T>(CompareKind kind, TensorType type, T[] left, T[] right, int[] x, int[] y)
        where T : System.Numerics.IComparisonOperators<T, T, bool>
    {
        byte[] result = new byte[x.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = Holds(kind, left[x[i]], right[y[i]]) ? (byte)1 : (byte)0;
        return new Literal(type, result);
    }

    private static bool Holds<T>(CompareKind kind, T x, T y)
        where T : System.Numerics.IComparisonOperators<T, T, bool> => kind switch
        {
            CompareKind.Equal => x == y,
            CompareKind.NotEqual => x != y,
            CompareKind.Greater => x > y,
            CompareKind.GreaterEqual => x >= y,
            CompareKind.Less => x < y,
            _ => x <= y,
        };

    private static long[] Scaled(Literal codes)
    {
        FixedPoint scale = FixedPoint.Of(codes.Type.Quantization!.Scale);
        return Array.ConvertAll(Codes.Centred(codes), v => (long)scale.Times(v << 8));
    }
}
