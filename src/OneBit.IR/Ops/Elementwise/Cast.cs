using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Conversion of the element type; floats are truncated towards 0.</summary>
public sealed record Cast : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Cast> Row { get; } = new(
        "Cast",
        ["input"],
        Attribute<Cast>.Element("to", op => op.To, (op, value) => op with { To = value }));

    /// <summary>Result element type.</summary>
    public DType To { get; init; } = DType.Float32;

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        if (To == DType.Bits)
            throw operands.Wrong("to", "an element type of numbers or bool", To.Name());
        return To.Of(operands[0].Shape);
    }
}
