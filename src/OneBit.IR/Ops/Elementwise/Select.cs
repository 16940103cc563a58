using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>condition ? if_true : if_false, all broadcast. The legacy form takes a condition of rank 1 along the first dimension instead.</summary>
public sealed record Select : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Select> Row { get; } = new(
        "Select",
        ["condition", "if_true", "if_false"],
        Attribute<Select>.Bool("legacy", op => op.Legacy, (op, value) => op with { Legacy = value }));

    /// <summary>The first version of the op.</summary>
    public bool Legacy { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        Shape condition = operands.Elements(0, DType.Bool).Shape;
        operands.SameElements(1, 2);
        Shape values = operands.Broadcast(1, 2);
        bool rows = Legacy && condition.Rank == 1 && values.Rank > 1;
        Shape? shape = rows ? (Dimensions.Agree(condition[0], values[0]) ? values : null) : Broadcasting.Common(condition, values);
        return operands[1].Element.Of(shape ?? throw operands.Wrong(operands.Describe(0), rows ? $"of shape [{values[0]}]" : $"that broadcasts with {values}", $"{condition}"));
    }
}
