using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Larq Compute Engine's LceBMaxPool2d: the maximum of ±1, which is AND of bits; padding takes no part.</summary>
public sealed record BinaryMaxPool2D : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<BinaryMaxPool2D> Row { get; } = new(
        "BinaryMaxPool2D",
        ["input"],
        Attribute<BinaryMaxPool2D>.Size("filter", op => op.Filter, (op, value) => op with { Filter = value }),
        Attribute<BinaryMaxPool2D>.Size("stride", op => op.Stride, (op, value) => op with { Stride = value }),
        Attribute<BinaryMaxPool2D>.Enum("padding", op => op.Padding, (op, value) => op with { Padding = value }));

    /// <summary>Size of the window.</summary>
    public Size2D Filter { get; init; } = Size2D.One;

    /// <summary>Step between windows.</summary>
    public Size2D Stride { get; init; } = Size2D.One;

    /// <summary>Treatment of the border.</summary>
    public Padding Padding { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        Shape input = operands.Rank(0, 4).Shape;
        operands.Elements(0, DType.Bits);
        (int height, int width) = operands.Window(input, Filter, Stride, Size2D.One, Padding);
        return DType.Bits.Of([input[0], height, width, input[3]]);
    }
}
