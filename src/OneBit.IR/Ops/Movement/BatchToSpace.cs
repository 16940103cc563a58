using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Moves the batch into blocks of the spatial dimensions, then crops.</summary>
public sealed record BatchToSpace : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<BatchToSpace> Row { get; } = new(
        "BatchToSpace",
        ["input", "block", "crops"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
