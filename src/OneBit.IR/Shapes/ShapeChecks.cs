using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Shapes that several ops work out in the same way.</summary>
internal static class ShapeChecks
{
    public static Shape Broadcast(this Operands operands, int first, int second) =>
        Broadcasting.Common(operands[first].Shape, operands[second].Shape)
            ?? throw operands.Wrong($"{operands.Describe(second)} that broadcasts with", $"{operands[first]}", $"{operands[second]}");

    /// <summary>A shape from the values of a constant operand.</summary>
    public static Shape ShapeOf(this Operands operands, int index, long[] dimensions) =>
        Array.TrueForAll(dimensions, d => d >= 0)
            ? [.. dimensions.Select(d => checked((int)d))]
            : throw operands.Wrong(operands.Describe(index), "without negative dimensions", $"[{string.Join(',', dimensions)}]");

    /// <summary>The shape of <paramref name="joined"/> and operand <paramref name="index"/> side by side along <paramref name="axis"/>; all other dimensions agree.</summary>
    public static Shape Joined(this Operands operands, int index, Shape joined, int axis)
    {
        operands.SameElements(0, index);
        Shape next = operands.Rank(index, joined.Rank).Shape;
        for (int i = 0; i < joined.Rank; i++)
        {
            if (i == axis)
                joined = joined.With(i, Dimensions.Sum(joined[i], next[i]));
            else if (Dimensions.Agree(joined[i], next[i]))
                joined = joined.With(i, Dimensions.Known(joined[i], next[i]));
            else
                throw operands.Wrong($"input {index}", $"that fits {joined}", $"{next}");
        }
        return joined;
    }

    /// <summary>The shape with pads (before, after) of each dimension added; unknown where they are.</summary>
    public static Shape Padded(this Shape shape, long[]? pads)
    {
        if (pads is null)
            return Dimensions.AllUnknown(shape.Rank);
        for (int i = 0; i < shape.Rank; i++)
            shape = shape.With(i, Dimensions.Sum(shape[i], checked(pads[2 * i] + pads[(2 * i) + 1])));
        return shape;
    }

    public static int Divided(this Operands operands, string what, int size, long divisor) =>
        size == Shape.Unknown ? Shape.Unknown
        : size % divisor == 0 ? (int)(size / divisor)
        : throw operands.Wrong(what, $"a multiple of {divisor}", $"{size}");
}
