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
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = Kind is ReduceKind.Any or ReduceKind.All ? operands.Elements(0, DType.Bool) : operands.Number(0);
        bool moves = Kind is ReduceKind.Max or ReduceKind.Min;
        Shape shape = Reduced(operands, input.Shape);
        return moves ? input.Moved(shape).One() : input.Element.Of(shape);
    }

    private Shape Reduced(Operands operands, Shape input)
    {
        if (operands.Integers(1) is not { } axes)
            return Dimensions.AllUnknown(KeepDims ? input.Rank : Math.Max(0, input.Rank - operands.KnownLength(1)));
        var reduced = new bool[input.Rank];
        foreach (long axis in axes)
            reduced[operands.Axis(axis, input.Rank)] = true;
        return KeepDims ? [.. input.Select((d, i) => reduced[i] ? 1 : d)] : [.. input.Where((_, i) => !reduced[i])];
    }
}
