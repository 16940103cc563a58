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
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
