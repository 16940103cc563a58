using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Codes to real numbers: scale·(q − zero point); also float16 to float32.</summary>
public sealed record Dequantize : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Dequantize> Row { get; } = new(
        "Dequantize",
        ["input"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) =>
        DType.Float32.Of(operands.Elements(0, DType.Int8, DType.UInt8, DType.Int16, DType.Int32, DType.Float16).Shape);
}
