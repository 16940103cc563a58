using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Reductions.</summary>
public enum ReduceKind
{
    /// <summary>The mean.</summary>
    Mean,

    /// <summary>The sum.</summary>
    Sum,

    /// <summary>The largest.</summary>
    Max,

    /// <summary>The smallest.</summary>
    Min,

    /// <summary>The product.</summary>
    Product,

    /// <summary>Any true.</summary>
    Any,

    /// <summary>All true.</summary>
    All,
}

/// <summary>Reduction over the given axes (negative ones count from the end; none given: over no axis).</summary>
public sealed record Reduce : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Reduce> Row { get; } = new(
        "Reduce",
        ["input", "axes"],
        Attribute<Reduce>.Enum("kind", op => op.Kind, (op, value) => op with { Kind = value }),
        Attribute<Reduce>.Bool("keep_dims", op => op.KeepDims, (op, value) => op with { KeepDims = value }));

    /// <summary>Which function.</summary>
    public ReduceKind Kind { get; init; }

    /// <summary>Whether dimensions that are summed away stay.</summary>
    public bool KeepDims { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
