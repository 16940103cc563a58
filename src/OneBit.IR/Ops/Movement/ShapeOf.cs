using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>The dimensions of a tensor, as a vector.</summary>
public sealed record ShapeOf : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<ShapeOf> Row { get; } = new(
        "ShapeOf",
        ["input"],
        Attribute<ShapeOf>.Element("output", op => op.Output, (op, value) => op with { Output = value }));

    /// <summary>Result element type.</summary>
    public DType Output { get; init; } = DType.Int32;

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) =>
        Output is DType.Int32 or DType.Int64
            ? Output.Of([operands[0].Shape.Rank])
            : throw operands.Wrong("output", "i32 or i64", Output.Name());
}
