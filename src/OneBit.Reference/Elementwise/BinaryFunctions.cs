using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>z = act(f(x, y)), x and y broadcast against each other. A NaN operand gives NaN.</summary>
internal static class BinaryFunctions
{
    /// <summary>Computes it for float32, codes, integers and bools.</summary>
    public static Literal Evaluate(Binary op, Call call)
    {
        (TensorType left, TensorType right) = (call[0].Type, call[1].Type);
        if (left.Element != right.Element)
            throw call.Unsupported();
        int[] x = Indices.Broadcast(left.Shape, call.Type.Shape), y = Indices.Broadcast(right.Shape, call.Type.Shape);
        if (left.Element == DType.Float32)
            return Floats(op, call, x, y);
        if (left.Element.IsFloat() || left.Element == DType.Bits)
            throw call.Unsupported();
        return Codes.AreIn(left) && Codes.AreIn(right) && Codes.AreIn(call.Type) ? QuantizedArithmetic.Evaluate(op, call, x, y) : Integers(op, call, x, y);
    }

    private static Literal Floats(Binary op, Call call, int[] x, int[] y)
    {
        Func<float, float, float> function = Function(op.Kind) ?? throw call.Unsupported();
        float[] left = Elements.Floats(call[0]), right = Elements.Floats(call[1]), result = new float[x.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = function(left[x[i]], right[y[i]]);
        return Elements.Of(call.Type, Activations.Apply(result, op.Activation));
    }

    private static Literal Integers(Binary op, Call call, int[] x, int[] y)
    {
        Func<long, long, long> function = Function(op.Kind, call) ?? throw call.Unsupported();
        (float low, float high) = Activations.Bounds(op.Activation);
        long[] left = Elements.Integers(call[0]), right = Elements.Integers(call[1]), result = new long[x.Length];
        for (int i = 0; i < result.Length; i++)
        {
            long value = function(left[x[i]], right[y[i]]);
            result[i] = value < low ? (long)low : value > high ? (long)high : value;
        }
        return Elements.OfIntegers(call.Type, result);
    }

    private static Func<float, float, float>? Function(BinaryKind kind) => kind switch
    {
        BinaryKind.Add => (x, y) => x + y,
        BinaryKind.Sub => (x, y) => x - y,
        BinaryKind.Mul => (x, y) => x * y,
        BinaryKind.Div => Quotient,
        BinaryKind.Maximum => (x, y) => x > y || float.IsNaN(x) ? x : y,
        BinaryKind.Minimum => (x, y) => x < y || float.IsNaN(x) ? x : y,
        BinaryKind.Pow => (x, y) => (float)Math.Pow(x, y),
        BinaryKind.SquaredDifference => (x, y) => (x - y) * (x - y),
        BinaryKind.FloorDiv => (x, y) => MathF.Floor(x / y),
        BinaryKind.FloorMod => FloorMod,
        _ => null,
    };

    private static Func<long, long, long>? Function(BinaryKind kind, Call call)
    {
        bool isBool = call.Type.Element == DType.Bool;
        return kind switch
        {
            BinaryKind.LogicalAnd when isBool => (x, y) => x & y,
            BinaryKind.LogicalOr when isBool => (x, y) => x | y,
            _ when isBool => null,
            BinaryKind.Add => (x, y) => x + y,
            BinaryKind.Sub => (x, y) => x - y,
            BinaryKind.Mul => (x, y) => x * y,
            BinaryKind.Div => (x, y) => Divide(x, y, call),
            BinaryKind.Maximum => Math.Max,
            BinaryKind.Minimum => Math.Min,
            BinaryKind.Pow => Power,
            BinaryKind.SquaredDifference => (x, y) => (x - y) * (x - y),
            BinaryKind.FloorDiv => (x, y) => FloorDivide(x, y, call),
            BinaryKind.FloorMod => (x, y) => x - (y * FloorDivide(x, y, call)),
            _ => null,
        };
    }

    // x / 0 is the largest float with the quotient's sign, as in TensorFlow Lite; 0 / 0 is NaN.
    private static float Quotient(float x, float y) => Activations.Clamp(x / y, (float.MinValue, float.MaxValue));

    private static float FloorMod(float x, float y)
    {
        float remainder = x % y;
        return remainder != 0 && remainder < 0 != y < 0 ? remainder + y : remainder;
    }

    // Truncated. The smallest long by −1 would trap.
    private static long Divide(long x, long y, Call call) => y switch
    {
        0 => throw call.Error("divides a whole number by 0"),
        -1 => -x,
        _ => x / y,
    };

    private static long FloorDivide(long x, long y, Call call)
    {
        long quotient = Divide(x, y, call);
        return quotient * y != x && x < 0 != y < 0 ? quotient - 1 : quotient;
    }

    // 0 for negative exponents, unless x is ±1.
    private static long Power(long x, long y)
    {
        if (y < 0)
            return x == 1 || (x == -1 && y % 2 == 0) ? 1 : x == -1 ? -1 : 0;
        long result = 1;
        for (long factor = x; y > 0; y >>= 1, factor *= factor)
            result *= (y & 1) == 1 ? factor : 1;
        return result;
    }
}
