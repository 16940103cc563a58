using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Where extremes are; the lower index wins ties.</summary>
internal static class Extremes
{
    /// <summary>Index of the largest or smallest element along the axis. A NaN never replaces what was found.</summary>
    public static Literal ArgReduce(ArgReduce op, Call call)
    {
        Shape shape = call[0].Type.Shape;
        double[] values = Ordered(call);
        int axis = call.Axis(call.Int(1), shape.Rank), length = shape[axis], inner = Indices.Inner(shape, axis);
        long[] result = new long[checked((int)call.Type.Shape.ElementCount)];
        for (int i = 0; i < result.Length; i++)
        {
            int first = (i / inner * length * inner) + (i % inner);
            for (int k = 1; k < length; k++)
            {
                (double candidate, double best) = (values[first + (k * inner)], values[first + ((int)result[i] * inner)]);
                if (op.Kind == ArgReduceKind.Max ? candidate > best : candidate < best)
                    result[i] = k;
            }
        }
        return Elements.OfIntegers(call.Type, result);
    }

    /// <summary>The largest elements of each row in descending order, and where they were.</summary>
    public static IReadOnlyList<Literal> TopK(Call call)
    {
        Literal input = call[0];
        int length = input.Type.Shape[^1], count = call.Type.Shape[^1], size = input.Type.Element.SizeInBytes();
        if (count > length)
            throw call.Error($"takes the {count} largest of {length}");
        double[] values = Ordered(call);
        byte[] largest = new byte[call.Type.SizeInBytes];
        long[] indices = new long[checked((int)call.Type.Shape.ElementCount)];
        for (int i = 0; i < indices.Length; i += count)
        {
            int first = i / count * length;
            int[] order = [.. Enumerable.Range(0, length).OrderByDescending(k => values[first + k])];
            for (int k = 0; k < count; k++)
            {
                indices[i + k] = order[k];
                input.Bytes.Span.Slice((first + order[k]) * size, size).CopyTo(largest.AsSpan((i + k) * size));
            }
        }
        return [new Literal(call.Types[0], largest), Elements.OfIntegers(call.Types[1], indices)];
    }

    private static double[] Ordered(Call call) => call[0].Type.Element switch
    {
        DType.Bits => throw call.Unsupported(),
        _ when call[0].Type.Element.IsFloat() => Array.ConvertAll(Elements.Floats(call[0]), v => (double)v),
        _ => Array.ConvertAll(Elements.Integers(call[0]), v => (double)v),
    };
}
