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
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        operands.AtLeast("inputs, in number,", 1, operands.Count);
        TensorType first = operands[0];
        int axis = operands.Axis(Axis, first.Shape.Rank + 1);
        bool moves = true;
        Shape shape = first.Shape;
        for (int i = 1; i < operands.Count; i++)
        {
            shape = operands.Joined(i, shape, axis: -1);
            moves &= Equals(operands[i].Quantization, first.Quantization);
        }
        Shape packed = [.. shape.Take(axis), operands.Count, .. shape.Skip(axis)];
        return moves ? first.Moved(packed).One() : first.Element.Of(packed);
    }
}
