using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Depthwise convolution, NHWC input, filter [1, height, width, channels·multiplier]: output channel c·multiplier + m reads input channel c.</summary>
public sealed record DepthwiseConv2D : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<DepthwiseConv2D> Row { get; } = new(
        "DepthwiseConv2D",
        ["input", "filter", "bias?"],
        Attribute<DepthwiseConv2D>.Size("stride", op => op.Stride, (op, value) => op with { Stride = value }),
        Attribute<DepthwiseConv2D>.Size("dilation", op => op.Dilation, (op, value) => op with { Dilation = value }),
        Attribute<DepthwiseConv2D>.Enum("padding", op => op.Padding, (op, value) => op with { Padding = value }),
        Attribute<DepthwiseConv2D>.Int("multiplier", op => op.Multiplier, (op, value) => op with { Multiplier = value }),
        Attribute<DepthwiseConv2D>.Enum("activation", op => op.Activation, (op, value) => op with { Activation = value }));

    /// <summary>Step between windows.</summary>
    public Size2D Stride { get; init; } = Size2D.One;

    /// <summary>Step between the taps of a window.</summary>
    public Size2D Dilation { get; init; } = Size2D.One;

    /// <summary>Treatment of the border.</summary>
    public Padding Padding { get; init; }

    /// <summary>Output channels per input channel.</summary>
    public int Multiplier { get; init; } = 1;

    /// <summary>Clamp behind the op.</summary>
    public Activation Activation { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        Shape input = operands.Rank(0, 4).Shape;
        Shape filter = operands.Rank(1, 4).Shape;
        DType element = operands.Contraction(0, 1, 2, axis: 3);
        operands.AtLeast("a multiplier", 1, Multiplier);
        operands.SameSize("a filter whose first dimension is", 1, filter[0]);
        int channels = input[3] == Shape.Unknown ? filter[3] : checked(input[3] * Multiplier);
        operands.SameSize($"a filter for input channels · {Multiplier} =", channels, filter[3]);
        (int height, int width) = operands.Window(input, new Size2D(filter[1], filter[2]), Stride, Dilation, Padding);
        return element.Of([input[0], height, width, Dimensions.Known(channels, filter[3])]);
    }
}
