using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Adds pads[i] = (before, after) elements around dimension i: 0 (the zero point, for codes) or the given value.</summary>
public sealed record Pad : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Pad> Row { get; } = new(
        "Pad",
        ["input", "pads", "value?"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
