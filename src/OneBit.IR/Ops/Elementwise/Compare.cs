using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Comparisons.</summary>
public enum CompareKind
{
    /// <summary>x = y.</summary>
    Equal,

    /// <summary>x ≠ y.</summary>
    NotEqual,

    /// <summary>x > y.</summary>
    Greater,

    /// <summary>x ≥ y.</summary>
    GreaterEqual,

    /// <summary>x &lt; y.</summary>
    Less,

    /// <summary>x ≤ y.</summary>
    LessEqual,
}

/// <summary>A comparison of two elements, operands broadcast against each other; gives bool. Comparisons with NaN are false, but not-equal.</summary>
public sealed record Compare : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Compare> Row { get; } = new(
        "Compare",
        ["left", "right"],
        Attribute<Compare>.Enum("kind", op => op.Kind, (op, value) => op with { Kind = value }));

    /// <summary>Which function.</summary>
    public CompareKind Kind { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        if (Kind is not (CompareKind.Equal or CompareKind.NotEqual))
            operands.Number(0);
        operands.SameElements(0, 1);
        return DType.Bool.Of(operands.Broadcast(0, 1));
    }
}
