using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Pads, then moves block_i pixels of each spatial dimension into the batch.</summary>
public sealed record SpaceToBatch : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<SpaceToBatch> Row { get; } = new(
        "SpaceToBatch",
        ["input", "block", "pads"]);

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
        long[]? pads = operands.Pairs(2, blocks);
        long batch = shape[0];
        for (int i = 0; i < blocks; i++)
        {
            operands.AtLeast(operands.Describe(1), 1, block?[i] ?? 1);
            int padded = Dimensions.Sum(shape[i + 1], pads is null ? Shape.Unknown : checked(pads[2 * i] + pads[(2 * i) + 1]));
            shape = shape.With(i + 1, block is null ? Shape.Unknown : operands.Divided($"padded dimension {i + 1}", padded, block[i]));
            batch = block is null || batch == Shape.Unknown ? Shape.Unknown : checked(batch * block[i]);
        }
        return input.Moved(shape.With(0, checked((int)batch))).One();
    }
}
