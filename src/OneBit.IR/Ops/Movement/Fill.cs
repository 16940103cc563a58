using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>A tensor of one value.</summary>
public sealed record Fill : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Fill> Row { get; } = new(
        "Fill",
        ["shape", "value"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType value = operands[1];
        operands.SameSize($"{operands.Describe(1)}, in number,", 1, Dimensions.Product(value.Shape.Dimensions));
        return value.Moved(operands.Integers(0) is { } shape ? operands.ShapeOf(0, shape) : Dimensions.AllUnknown(operands.KnownLength(0))).One();
    }
}
