using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Pads, then moves block_i pixels of each spatial dimension into the batch.</summary>
public sealed record SpaceToBatch : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<SpaceToBatch> Row { get; } = new(
        "SpaceToBatch",
        ["input", "block", "pads"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
