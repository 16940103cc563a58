using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Larq Compute Engine's LceDequantize, bits to float32 ±1, to bool (bit 0 is true), or to codes: +1 is min(127, z + r), −1 is max(−128, z − r), r = round(1/scale).</summary>
public sealed record BinaryDequantize : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<BinaryDequantize> Row { get; } = new(
        "BinaryDequantize",
        ["input"],
        Attribute<BinaryDequantize>.Element("output", op => op.Output, (op, value) => op with { Output = value }));

    /// <summary>Result element type.</summary>
    public DType Output { get; init; } = DType.Float32;

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        if (Output is not (DType.Float32 or DType.Int8 or DType.Bool))
            throw operands.Wrong("output", "f32, i8 or bool", Output.Name());
        operands.RankAtLeast(0, 1);
        return Output.Of(operands.Elements(0, DType.Bits).Shape);
    }
}
