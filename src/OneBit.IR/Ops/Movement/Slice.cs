using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>The block of the given size from begin; size −1 means up to the end.</summary>
public sealed record Slice : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Slice> Row { get; } = new(
        "Slice",
        ["input", "begin", "size"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands[0];
        Shape shape = input.Shape;
        long[]? begin = operands.IntegersFor(1, shape.Rank);
        long[]? size = operands.IntegersFor(2, shape.Rank);
        if (size is null)
            return input.Moved(Dimensions.AllUnknown(shape.Rank)).One();
        for (int i = 0; i < size.Length; i++)
            shape = shape.With(i, Length(operands, i, begin?[i] ?? Shape.Unknown, size[i]));
        return input.Moved(shape).One();
    }

    private static int Length(Operands operands, int axis, long begin, long size)
    {
        int dimension = operands[0].Shape[axis];
        bool known = dimension != Shape.Unknown;
        bool beginKnown = operands.Constant(1) is not null;
        if (size < -1 || (beginKnown && (begin < 0 || (known && begin > dimension))))
            throw operands.Wrong($"a block inside dimension {axis} of", $"{operands[0]}", $"begin {begin}, size {size}");
        if (size == -1)
            return known && beginKnown ? dimension - (int)begin : Shape.Unknown;
        if (known && size > dimension - (beginKnown ? begin : 0))
            throw operands.Wrong($"a block inside dimension {axis} of", $"{operands[0]}", beginKnown ? $"begin {begin}, size {size}" : $"size {size}");
        return checked((int)size);
    }
}
