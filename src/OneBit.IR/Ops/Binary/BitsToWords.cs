using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Shows bits [.., channels] as int32 words [.., ⌈channels/32⌉].</summary>
public sealed record BitsToWords : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<BitsToWords> Row { get; } = new(
        "BitsToWords",
        ["input"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        operands.RankAtLeast(0, 1);
        return DType.Int32.Of(operands.Elements(0, DType.Bits).StoredShape);
    }
}
