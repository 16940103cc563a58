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
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        operands.AtLeast("inputs, in number,", 1, operands.Count);
        TensorType first = operands.RankAtLeast(0, 1);
        int axis = operands.Axis(Axis, first.Shape.Rank);
        bool moves = Activation == Activation.None;
        Shape shape = first.Shape;
        for (int i = 1; i < operands.Count; i++)
        {
            shape = operands.Joined(i, shape, axis);
            moves &= Equals(operands[i].Quantization, first.Quantization);
        }
        return moves ? first.Moved(shape).One() : first.Element.Of(shape);
    }
}
