using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Which extreme is looked for.</summary>
public enum ArgReduceKind
{
    /// <summary>The largest.</summary>
    Max,

    /// <summary>The smallest.</summary>
    Min,
}

/// <summary>Index of the largest or smallest element along an axis; the first one on ties.</summary>
public sealed record ArgReduce : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<ArgReduce> Row { get; } = new(
        "ArgReduce",
        ["input", "axis"],
        Attribute<ArgReduce>.Enum("kind", op => op.Kind, (op, value) => op with { Kind = value }),
        Attribute<ArgReduce>.Element("output", op => op.Output, (op, value) => op with { Output = value }));

    /// <summary>Which function.</summary>
    public ArgReduceKind Kind { get; init; }

    /// <summary>Result element type.</summary>
    public DType Output { get; init; } = DType.Int32;

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        if (Output is not (DType.Int32 or DType.Int64))
            throw operands.Wrong("output", "i32 or i64", Output.Name());
        operands.Number(0);
        Shape input = operands.RankAtLeast(0, 1).Shape;
        if (operands.Integer(1) is not { } given)
            return Output.Of(Dimensions.AllUnknown(input.Rank - 1));
        int axis = operands.Axis(given, input.Rank);
        if (input[axis] == 0)
            throw operands.Wrong($"dimension {axis} of {operands.Describe(0)}", "of 1 or more", $"{operands[0]}");
        return Output.Of([.. input.Where((_, i) => i != axis)]);
    }
}
