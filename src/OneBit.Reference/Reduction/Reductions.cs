using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>y = f over all elements that differ in the reduced axes only. Over no element: 0, the mean NaN, the product and All 1, the maximum the smallest value, the minimum the largest.</summary>
internal static class Reductions
{
    /// <summary>Computes it for float32 (in float64), codes, integers and bools.</summary>
    public static Literal Evaluate(Reduce op, Call call)
    {
        Literal input = call[0];
        int[] target = Targets(input.Type.Shape, call);
        int count = call.Type.Shape.ElementCount == 0 ? 0 : (int)(input.Type.Shape.ElementCount / call.Type.Shape.ElementCount);
        if (input.Type.Element == DType.Float32)
            return Elements.Of(call.Type, Array.ConvertAll(Reduced(op.Kind, call, Array.ConvertAll(Elements.Floats(input), v => (double)v), target), v => (float)(op.Kind == ReduceKind.Mean ? v / count : v)));
        if (input.Type.Element.IsFloat() || input.Type.Element == DType.Bits)
            throw call.Unsupported();
        if (Codes.AreIn(input.Type) && op.Kind is (ReduceKind.Mean or ReduceKind.Sum) && Codes.AreIn(call.Type))
            return Requantized(op.Kind, call, target, count);
        long[] result = Reduced(op.Kind, call, Elements.Integers(input), target);
        if (op.Kind == ReduceKind.Mean)
            result = Array.ConvertAll(result, v => count == 0 ? 0 : v / count);
        return Elements.OfIntegers(call.Type, result);
    }

    /// <summary>The flat position in the result to which each element of the input goes.</summary>
    private static int[] Targets(Shape shape, Call call)
    {
        var reduced = new bool[shape.Rank];
        foreach (int axis in call.Ints(1))
            reduced[call.Axis(axis, shape.Rank)] = true;
        Shape kept = Shape.Create([.. shape.Select((d, i) => reduced[i] ? 1 : d)]);
        return Indices.Broadcast(kept, shape);
    }

    private static T[] Reduced<T>(ReduceKind kind, Call call, T[] values, int[] target)
        where T : struct, System.Numerics.INumber<T>, System.Numerics.IMinMaxValue<T>
    {
        (T start, Func<T, T, T> function) = Function<T>(kind);
        var result = new T[checked((int)call.Type.Shape.ElementCount)];
        Array.Fill(result, start);
        for (int i = 0; i < values.Length; i++)
            result[target[i]] = function(result[target[i]], values[i]);
        return result;
    }

    private static (T Start, Func<T, T, T> Function) Function<T>(ReduceKind kind)
        where T : struct, System.Numerics.INumber<T>, System.Numerics.IMinMaxValue<T> => kind switch
        {
            ReduceKind.Max => (T.MinValue, (x, y) => y > x ? y : x),
            ReduceKind.Min => (T.MaxValue, (x, y) => y < x ? y : x),
            ReduceKind.Product => (T.One, (x, y) => x * y),
            ReduceKind.Any => (T.Zero, (x, y) => x != T.Zero || y != T.Zero ? T.One : T.Zero),
            ReduceKind.All => (T.One, (x, y) => x != T.Zero && y != T.Zero ? T.One : T.Zero),
            _ => (T.Zero, (x, y) => x + y),
        };

    // Sum: round(Σq·s − z·s·count) + z', half away from zero, s = s_x/s_y, every step rounded to float32. Mean: Σ(q − z) times s/count in fixed point.
    private static Literal Requantized(ReduceKind kind, Call call, int[] target, int count)
    {
        Quantization input = call[0].Type.Quantization!;
        float scale = input.Scale / call.Type.Quantization!.Scale, bias = -input.ZeroPoint * scale * count;
        FixedPoint factor = FixedPoint.Of(scale).DividedBy(Math.Max(1, count));
        long[] sums = Reduced(ReduceKind.Sum, call, Elements.Integers(call[0]), target);
        return Codes.Of(call.Type, Array.ConvertAll(sums, sum => kind == ReduceKind.Mean
            ? factor.Times((int)(sum - ((long)input.ZeroPoint * count)))
            : (int)Math.Clamp(MathF.Round((sum * scale) + bias, MidpointRounding.AwayFromZero), -1 << 20, 1 << 20)));
    }
}
