using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>
/// Conv2DTranspose, QuantConv2DTranspose: the gradient of a convolution with respect to its input; kernel [height, width, filters, in].
/// Sizes: SAME in·stride; VALID in·stride + max(kernel − stride, 0); with output padding p, (in − 1)·stride + kernel − 2·pad + p, where pad is ⌊kernel / 2⌋ for SAME and 0 for VALID.
/// </summary>
public sealed record Conv2DTranspose : WeightedLayer
{
    /// <summary>Number of output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>Size of the window.</summary>
    public required Size2D KernelSize { get; init; }

    /// <summary>Step between windows.</summary>
    public Size2D Strides { get; init; } = Size2D.One;

    /// <summary>Step between taps; other than one is not supported.</summary>
    public Size2D Dilation { get; init; } = Size2D.One;

    /// <summary>Treatment of the border.</summary>
    public BorderMode Padding { get; init; }

    /// <summary>Rows and columns added at one side; null for Keras's default.</summary>
    public Size2D? OutputPadding { get; init; }

    /// <summary>Quantizes the kernel, whose last dimension is the input's; null for the identity.</summary>
    public Quantizer? KernelQuantizer { get; init; }

    private protected override IReadOnlyList<KernelSpec> Kernels(Shape input) =>
        [new("kernel", [KernelSize.Height, KernelSize.Width, Filters, this.Known(this.Rank(input, 4), -1)], KernelQuantizer)];

    private protected override Shape BiasShape(Shape input) => [Filters];

    private protected override Value Sum(Graph graph, Value x, IReadOnlyList<Value> kernels, Value? bias)
    {
        if (Dilation != Size2D.One)
            throw this.Unsupported("a dilation");
        Shape input = x.Type.Shape;
        if (input[1] == Shape.Unknown || input[2] == Shape.Unknown)
            throw this.Unsupported("an unknown image size");
        int height = Length(input[1], KernelSize.Height, Strides.Height, OutputPadding?.Height);
        int width = Length(input[2], KernelSize.Width, Strides.Width, OutputPadding?.Width);
        Value shape = graph.ShapeVector(x, Extent.Of(x, 0), height, width, Filters);
        var convolution = new TransposeConv { Stride = Strides, Padding = Padding == BorderMode.Same ? IR.Padding.Same : IR.Padding.Valid };
        Value filter = graph.Transpose(kernels[0], 2, 0, 1, 3);
        return graph.Add(convolution, [shape, filter, x, bias], [new TensorType(DType.Float32, [input[0], height, width, Filters])]).Results[0];
    }

    private int Length(int input, int kernel, int stride, int? added) => (added, Padding) switch
    {
        ({ } extra, BorderMode.Same) => ((input - 1) * stride) + kernel - (2 * (kernel / 2)) + extra,
        ({ } extra, _) => ((input - 1) * stride) + kernel + extra,
        (null, BorderMode.Same) => input * stride,
        _ => (input * stride) + Math.Max(kernel - stride, 0),
    };
}
