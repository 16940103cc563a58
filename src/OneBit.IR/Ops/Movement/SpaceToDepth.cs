using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Moves block×block pixels into channels.</summary>
public sealed record SpaceToDepth : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<SpaceToDepth> Row { get; } = new(
        "SpaceToDepth",
        ["input"],
        Attribute<SpaceToDepth>.Int("block", op => op.Block, (op, value) => op with { Block = value }));

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
        int channels = shape[3] == Shape.Unknown ? Shape.Unknown : checked(shape[3] * Block * Block);
        return input.Moved([shape[0], operands.Divided("height", shape[1], Block), operands.Divided("width", shape[2], Block), channels]).One();
    }
}
