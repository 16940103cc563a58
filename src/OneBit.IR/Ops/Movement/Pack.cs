using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Stacks tensors of one shape along a new axis.</summary>
public sealed record Pack : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Pack> Row { get; } = new(
        "Pack",
        ["inputs*"],
        Attribute<Pack>.Int("axis", op => op.Axis, (op, value) => op with { Axis = value }));

    /// <summary>The axis; a negative one counts from the end.</summary>
    public int Axis { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
