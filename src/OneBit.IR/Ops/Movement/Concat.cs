using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Joins tensors along an axis; codes are requantized to the result's quantization.</summary>
public sealed record Concat : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Concat> Row { get; } = new(
        "Concat",
        ["inputs*"],
        Attribute<Concat>.Int("axis", op => op.Axis, (op, value) => op with { Axis = value }),
        Attribute<Concat>.Enum("activation", op => op.Activation, (op, value) => op with { Activation = value }));

    /// <summary>The axis; a negative one counts from the end.</summary>
    public int Axis { get; init; }

    /// <summary>Clamp behind the op.</summary>
    public Activation Activation { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
