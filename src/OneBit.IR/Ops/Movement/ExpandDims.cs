using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Inserts a dimension of 1.</summary>
public sealed record ExpandDims : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<ExpandDims> Row { get; } = new(
        "ExpandDims",
        ["input", "axis"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
