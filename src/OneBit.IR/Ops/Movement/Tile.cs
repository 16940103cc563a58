using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Repeats a tensor multiples[i] times along dimension i.</summary>
public sealed record Tile : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Tile> Row { get; } = new(
        "Tile",
        ["input", "multiples"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands[0];
        Shape shape = input.Shape;
        if (operands.IntegersFor(1, shape.Rank) is not { } multiples)
            return input.Moved(Dimensions.AllUnknown(shape.Rank)).One();
        for (int i = 0; i < multiples.Length; i++)
        {
            operands.AtLeast(operands.Describe(1), 0, multiples[i]);
            shape = shape[i] == Shape.Unknown ? shape : shape.With(i, checked((int)(shape[i] * multiples[i])));
        }
        return input.Moved(shape).One();
    }
}
