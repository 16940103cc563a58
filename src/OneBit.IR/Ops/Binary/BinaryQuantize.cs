using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Larq Compute Engine's LceQuantize, float32, codes or bool to bits: bit 1 (−1) where x ≤ −2⁻¹²⁶, where q &lt; zero point, or where false; NaN packs as bit 0.</summary>
public sealed record BinaryQuantize : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<BinaryQuantize> Row { get; } = new(
        "BinaryQuantize",
        ["input"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        operands.RankAtLeast(0, 1);
        return DType.Bits.Of(operands.Elements(0, DType.Float32, DType.Int8, DType.Bool).Shape);
    }
}
