using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Slices along an axis by index.</summary>
public sealed record Gather : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Gather> Row { get; } = new(
        "Gather",
        ["input", "indices"],
        Attribute<Gather>.Int("axis", op => op.Axis, (op, value) => op with { Axis = value }),
        Attribute<Gather>.Int("batch_dims", op => op.BatchDims, (op, value) => op with { BatchDims = value }));

    /// <summary>The axis; a negative one counts from the end.</summary>
    public int Axis { get; init; }

    /// <summary>Leading dimensions that the indices share with the input.</summary>
    public int BatchDims { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
