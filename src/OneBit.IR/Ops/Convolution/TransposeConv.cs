using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Transposed convolution (the gradient of a convolution with respect to its input), NHWC input, OHWI filter; the output shape is an operand.</summary>
public sealed record TransposeConv : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<TransposeConv> Row { get; } = new(
        "TransposeConv",
        ["output_shape", "filter", "input", "bias?"],
        Attribute<TransposeConv>.Size("stride", op => op.Stride, (op, value) => op with { Stride = value }),
        Attribute<TransposeConv>.Enum("padding", op => op.Padding, (op, value) => op with { Padding = value }),
        Attribute<TransposeConv>.Enum("activation", op => op.Activation, (op, value) => op with { Activation = value }));

    /// <summary>Step between windows.</summary>
    public Size2D Stride { get; init; } = Size2D.One;

    /// <summary>Treatment of the border.</summary>
    public Padding Padding { get; init; }

    /// <summary>Clamp behind the op.</summary>
    public Activation Activation { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        Shape filter = operands.Rank(1, 4).Shape;
        Shape input = operands.Rank(2, 4).Shape;
        DType element = operands.Contraction(2, 1, 3, axis: 0);
        operands.SameSize("input channels", filter[3], input[3]);
        operands.AtLeast("a stride height", 1, Stride.Height);
        operands.AtLeast("a stride width", 1, Stride.Width);
        if (operands.IntegersFor(0, 4) is not { } shape)
            return element.Of([input[0], Shape.Unknown, Shape.Unknown, filter[0]]);
        operands.SameSize("an output batch", input[0], shape[0]);
        operands.SameSize("output channels", filter[0], shape[3]);
        Shape output = operands.ShapeOf(0, shape);
        (int height, int width) = operands.Window(output, new Size2D(filter[1], filter[2]), Stride, Size2D.One, Padding);
        operands.SameSize("for its output shape an input height", height, input[1]);
        operands.SameSize("for its output shape an input width", width, input[2]);
        return element.Of(output);
    }
}
