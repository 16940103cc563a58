using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Real numbers, or codes of another quantization, to codes: q = saturate(round(x / scale) + zero point). The result's quantization is declared, not inferred.</summary>
public sealed record Quantize : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Quantize> Row { get; } = new(
        "Quantize",
        ["input"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
