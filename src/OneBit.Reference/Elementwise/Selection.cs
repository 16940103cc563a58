using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>z = condition ? x : y, all broadcast; codes are taken as they are. The legacy form's condition of rank 1 picks along the first dimension.</summary>
internal static class Selection
{
    /// <summary>Computes it for elements of any type.</summary>
    public static Literal Evaluate(Select op, Call call)
    {
        (Literal condition, Literal x, Literal y) = (call[0], call[1], call[2]);
        if (condition.Type.Element != DType.Bool || x.Type.Element != y.Type.Element || x.Type.Element == DType.Bits)
            throw call.Unsupported();
        Shape shape = call.Type.Shape;
        bool alongFirst = op.Legacy && condition.Type.Shape.Rank == 1 && shape.Rank > 1;
        Shape conditions = alongFirst ? Shape.Create([condition.Type.Shape[0], .. Enumerable.Repeat(1, shape.Rank - 1)]) : condition.Type.Shape;
        int[] c = Indices.Broadcast(conditions, shape), xs = Indices.Broadcast(x.Type.Shape, shape), ys = Indices.Broadcast(y.Type.Shape, shape);
        int size = call.Type.Element.SizeInBytes();
        byte[] result = new byte[call.Type.SizeInBytes];
        for (int i = 0; i < c.Length; i++)
        {
            bool chosen = condition.Bytes.Span[c[i]] != 0;
            (chosen ? x : y).Bytes.Span.Slice((chosen ? xs[i] : ys[i]) * size, size).CopyTo(result.AsSpan(i * size));
        }
        return new Literal(call.Type, result);
    }
}
