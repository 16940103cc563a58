using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Real numbers, or codes of another quantization, to codes: q = saturate(round(x / scale) + zero point). The result's quantization is declared, not inferred.</summary>
public sealed record Quantize : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Quantize> Row { get; } = new(
        "Quantize",
        ["input"],
        Attribute<Quantize>.Element("output", op => op.Output, (op, value) => op with { Output = value }));

    /// <summary>Result element type.</summary>
    public DType Output { get; init; } = DType.Int8;

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        if (Output is not (DType.Int8 or DType.UInt8 or DType.Int16 or DType.Int32))
            throw operands.Wrong("output", "i8, u8, i16 or i32", Output.Name());
        return Output.Of(operands.Elements(0, DType.Float32, DType.Int8, DType.UInt8, DType.Int16, DType.Int32).Shape);
    }
}
