using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Moves the batch into blocks of the spatial dimensions, then crops.</summary>
public sealed record BatchToSpace : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<BatchToSpace> Row { get; } = new(
        "BatchToSpace",
        ["input", "block", "crops"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands.RankAtLeast(0, 2);
        int blocks = operands.KnownLength(1);
        operands.RankAtLeast(0, blocks + 1);
        Shape shape = input.Shape;
        long[]? block = operands.IntegersFor(1, blocks);
        long[]? crops = operands.Pairs(2, blocks);
        long area = 1;
        for (int i = 0; i < blocks; i++)
        {
            operands.AtLeast(operands.Describe(1), 1, block?[i] ?? 1);
            area = checked(area * (block?[i] ?? 1));
            shape = shape.With(i + 1, block is null || crops is null ? Shape.Unknown : Cropped(operands, shape[i + 1], block[i], checked(crops[2 * i] + crops[(2 * i) + 1])));
        }
        return input.Moved(shape.With(0, block is null ? Shape.Unknown : operands.Divided("batch", shape[0], area))).One();
    }

    private static int Cropped(Operands operands, int size, long block, long crop)
    {
        if (size == Shape.Unknown)
            return Shape.Unknown;
        long cropped = checked((size * block) - crop);
        return cropped >= 0 ? checked((int)cropped) : throw operands.Wrong(operands.Describe(2), $"of at most {size * block}", $"{crop}");
    }
}
