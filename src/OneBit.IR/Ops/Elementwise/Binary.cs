using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Functions of two elements.</summary>
public enum BinaryKind
{
    /// <summary>x + y.</summary>
    Add,

    /// <summary>x − y.</summary>
    Sub,

    /// <summary>x·y.</summary>
    Mul,

    /// <summary>x / y.</summary>
    Div,

    /// <summary>The larger.</summary>
    Maximum,

    /// <summary>The smaller.</summary>
    Minimum,

    /// <summary>xʸ.</summary>
    Pow,

    /// <summary>(x − y)².</summary>
    SquaredDifference,

    /// <summary>⌊x / y⌋.</summary>
    FloorDiv,

    /// <summary>x − y·⌊x / y⌋.</summary>
    FloorMod,

    /// <summary>x and y.</summary>
    LogicalAnd,

    /// <summary>x or y.</summary>
    LogicalOr,
}

/// <summary>A function of two elements, operands broadcast against each other.</summary>
public sealed record Binary : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Binary> Row { get; } = new(
        "Binary",
        ["left", "right"],
        Attribute<Binary>.Enum("kind", op => op.Kind, (op, value) => op with { Kind = value }),
        Attribute<Binary>.Enum("activation", op => op.Activation, (op, value) => op with { Activation = value }));

    /// <summary>Which function.</summary>
    public BinaryKind Kind { get; init; }

    /// <summary>Clamp behind the op.</summary>
    public Activation Activation { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        if (Kind is BinaryKind.LogicalAnd or BinaryKind.LogicalOr)
            operands.Elements(0, DType.Bool);
        else
            operands.Number(0);
        operands.SameElements(0, 1);
        return operands[0].Element.Of(operands.Broadcast(0, 1));
    }
}
