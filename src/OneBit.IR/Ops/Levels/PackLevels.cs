using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>
/// Packs a two-level tensor: bit 0, the upper level, where least ≤ x ≤ most, else bit 1, the lower one. Without <c>most</c> there is no upper bound. Bounds are scalars or vectors
/// along the last dimension: a rising quantizer is [t, ∞], a falling one [−∞, prev(t)], a constant channel [−∞, ∞] or [∞, −∞].  (F9)
/// </summary>
public sealed record PackLevels : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<PackLevels> Row { get; } = new(
        "PackLevels",
        ["input", "least", "most?"],
        Attribute<PackLevels>.Bool("nan_is_upper", op => op.NanIsUpper, (op, value) => op with { NanIsUpper = value }));

    /// <summary>Whether NaN packs as bit 0.</summary>
    public bool NanIsUpper { get; init; } = true;

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands.Elements(0, DType.Float32);
        operands.RankAtLeast(0, 1);
        operands.PerChannel(1, DType.Float32, input.Shape);
        if (operands.Has(2))
            operands.PerChannel(2, DType.Float32, input.Shape);
        return DType.Bits.Of(input.Shape);
    }
}
