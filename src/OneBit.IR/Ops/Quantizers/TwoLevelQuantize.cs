using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>
/// A 1-bit quantizer: Q(x) = high where x ≥ threshold, else low. Threshold and levels are scalars or vectors along the last dimension; high may lie below low.
/// Comparisons flush nothing: a threshold at zero is written as what TensorFlow computes with subnormals read as zero, nextUp(−2⁻¹²⁶) for x ≥ 0.  (F9)
/// </summary>
public sealed record TwoLevelQuantize : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<TwoLevelQuantize> Row { get; } = new(
        "TwoLevelQuantize",
        ["input", "threshold", "low", "high"],
        Attribute<TwoLevelQuantize>.Enum("nan", op => op.Nan, (op, value) => op with { Nan = value }));

    /// <summary>What NaN becomes.</summary>
    public NanRule Nan { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands.Elements(0, DType.Float32);
        for (int i = 1; i <= 3; i++)
            operands.PerChannel(i, DType.Float32, input.Shape);
        return input.Element.Of(input.Shape);
    }
}
