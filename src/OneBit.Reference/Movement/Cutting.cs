using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Parts of a tensor.</summary>
internal static class Cutting
{
    /// <summary>Equal parts along an axis.</summary>
    public static IReadOnlyList<Literal> Split(Call call) => Parts(call, call[1], call.Axis(call.Int(0), call[1].Type.Shape.Rank));

    /// <summary>Parts of given sizes along an axis.</summary>
    public static IReadOnlyList<Literal> SplitV(Call call) => Parts(call, call[0], call.Axis(call.Int(2), call[0].Type.Shape.Rank));

    /// <summary>The slices along an axis, which goes away.</summary>
    public static IReadOnlyList<Literal> Unpack(Unpack op, Call call)
    {
        Shape shape = call[0].Type.Shape;
        int axis = call.Axis(op.Axis, shape.Rank);
        if (shape[axis] != call.Types.Count)
            throw call.Error($"gives {call.Types.Count} slices of a dimension of {shape[axis]}");
        int inner = Indices.Inner(shape, axis);
        return [.. call.Types.Select((type, k) => Rearrangement.Apply(call[0], type, Slices(type.Shape, inner, shape[axis], k)))];
    }

    /// <summary>y[i₀, …] = x[begin₀ + i₀, …].</summary>
    public static Literal Slice(Call call)
    {
        Shape shape = call[0].Type.Shape;
        int[] begin = call.Ints(1);
        if (begin.Length != shape.Rank)
            throw call.Error($"has {begin.Length} begins for {shape.Rank} dimensions");
        return Block(call, call[0], call.Type, begin);
    }

    private static Literal[] Parts(Call call, Literal input, int axis)
    {
        var parts = new Literal[call.Types.Count];
        int[] begin = new int[input.Type.Shape.Rank];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Block(call, input, call.Types[i], begin);
            begin[axis] += call.Types[i].Shape[axis];
        }
        if (begin[axis] != input.Type.Shape[axis])
            throw call.Error($"cuts {begin[axis]} of {input.Type.Shape[axis]} elements");
        return parts;
    }

    private static Literal Block(Call call, Literal input, TensorType type, int[] begin)
    {
        Shape shape = input.Type.Shape;
        for (int d = 0; d < shape.Rank; d++)
        {
            if (begin[d] < 0 || (long)begin[d] + type.Shape[d] > shape[d])
                throw call.Error($"takes {type.Shape[d]} elements from {begin[d]} of a dimension of {shape[d]}");
        }
        int[] strides = Indices.Strides(shape);
        int first = Rearrangement.Flat(begin, strides);
        return Rearrangement.Apply(input, type, y => first + Rearrangement.Flat(y, strides));
    }

    private static SourceOf Slices(Shape part, int inner, int length, int k)
    {
        int[] strides = Indices.Strides(part);
        return y =>
        {
            (int outer, int rest) = int.DivRem(Rearrangement.Flat(y, strides), inner);
            return (((outer * length) + k) * inner) + rest;
        };
    }
}
