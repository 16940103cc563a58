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
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands[0];
        if (operands.Has(2))
        {
            operands.SameElements(0, 2);
            operands.SameSize($"{operands.Describe(2)}, in number,", 1, Dimensions.Product(operands[2].Shape.Dimensions));
        }
        return input.Moved(input.Shape.Padded(operands.Pairs(1, input.Shape.Rank))).One();
    }
}
