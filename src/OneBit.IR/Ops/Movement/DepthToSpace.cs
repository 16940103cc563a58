using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Moves channels into block×block pixels.</summary>
public sealed record DepthToSpace : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<DepthToSpace> Row { get; } = new(
        "DepthToSpace",
        ["input"],
        Attribute<DepthToSpace>.Int("block", op => op.Block, (op, value) => op with { Block = value }));

    /// <summary>Side of the block.</summary>
    public int Block { get; init; } = 1;

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands.Rank(0, 4);
        operands.AtLeast("a block", 1, Block);
        Shape shape = input.Shape;
        return input.Moved([shape[0], Scaled(shape[1]), Scaled(shape[2]), operands.Divided("channels", shape[3], checked(Block * Block))]).One();

        int Scaled(int size) => size == Shape.Unknown ? Shape.Unknown : checked(size * Block);
    }
}
