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
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
