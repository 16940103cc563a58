using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Convolution, NHWC input, OHWI filter: y[n,i,j,o] = act(bias[o] + Σ x[n, i·s + u·d − pad, j·s + v·d − pad, g + c]·w[o,u,v,c]). Groups are input channels / filter depth.</summary>
public sealed record Conv2D : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Conv2D> Row { get; } = new(
        "Conv2D",
        ["input", "filter", "bias?"],
        Attribute<Conv2D>.Size("stride", op => op.Stride, (op, value) => op with { Stride = value }),
        Attribute<Conv2D>.Size("dilation", op => op.Dilation, (op, value) => op with { Dilation = value }),
        Attribute<Conv2D>.Enum("padding", op => op.Padding, (op, value) => op with { Padding = value }),
        Attribute<Conv2D>.Enum("activation", op => op.Activation, (op, value) => op with { Activation = value }));

    /// <summary>Step between windows.</summary>
    public Size2D Stride { get; init; } = Size2D.One;

    /// <summary>Step between the taps of a window.</summary>
    public Size2D Dilation { get; init; } = Size2D.One;

    /// <summary>Treatment of the border.</summary>
    public Padding Padding { get; init; }

    /// <summary>Clamp behind the op.</summary>
    public Activation Activation { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        Shape input = operands.Rank(0, 4).Shape;
        Shape filter = operands.Rank(1, 4).Shape;
        DType element = operands.Contraction(0, 1, 2, axis: 0);
        operands.Groups(input[3], filter[3], filter[0]);
        (int height, int width) = operands.Window(input, new Size2D(filter[1], filter[2]), Stride, Dilation, Padding);
        return element.Of([input[0], height, width, filter[0]]);
    }
}
