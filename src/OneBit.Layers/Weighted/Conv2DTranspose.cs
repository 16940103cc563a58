using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>
/// Conv2DTranspose, QuantConv2DTranspose: the gradient of a convolution with respect to its input; kernel [height, width, filters, in].
/// Sizes: SAME in·stride; VALID in·stride + max(kernel − stride, 0); with output padding p, (in − 1)·stride + kernel − 2·pad + p, where pad is ⌊kernel / 2⌋ for SAME and 0 for VALID.
/// With a dilation, which Keras knows for stride 1 alone, (kernel − 1)·dilation + 1 takes the place of kernel, and the layer is an ordinary convolution by the kernel turned around:
/// y[p] = Σ x[p + pad − u·dilation]·w[u].
/// </summary>
public sealed record Conv2DTranspose : WeightedLayer
{
    /// <summary>Number of output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>Size of the window.</summary>
    public required Size2D KernelSize { get; init; }

    /// <summary>Step between windows.</summary>
    public Size2D Strides { get; init; } = Size2D.One;

    /// <summary>Step between taps; other than one only with strides of one, and without output padding.</summary>
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
        Shape input = x.Type.Shape;
        if (Dilation != Size2D.One)
            return Strides == Size2D.One && OutputPadding is null ? Dilated(graph, x, kernels[0], bias) : throw this.Unsupported("a dilation beside strides or output padding");
        if (input[1] == Shape.Unknown || input[2] == Shape.Unknown)
            throw this.NeedsSizes(input, "as its result's size follows from it");
        int height = TransposedSize.Of(input[1], KernelSize.Height, Strides.Height, OutputPadding?.Height, Padding);
        int width = TransposedSize.Of(input[2], KernelSize.Width, Strides.Width, OutputPadding?.Width, Padding);
        Value shape = graph.ShapeVector(x, Extent.Of(x, 0), height, width, Filters);
        var convolution = new TransposeConv { Stride = Strides, Padding = Padding == BorderMode.Same ? IR.Padding.Same : IR.Padding.Valid };
        Value filter = graph.Transpose(kernels[0], 2, 0, 1, 3);
        return graph.Add(convolution, [shape, filter, x, bias], [new TensorType(DType.Float32, [input[0], height, width, Filters])]).Results[0];
    }

    private Value Dilated(Graph graph, Value x, Value kernel, Value? bias)
    {
        (int Before, int After) rows = Pads(KernelSize.Height, Dilation.Height), columns = Pads(KernelSize.Width, Dilation.Width);
        Value turned = graph.Emit(new StridedSlice { BeginMask = 0b11, EndMask = 0b11 }, kernel, graph.Ints(0, 0), graph.Ints(0, 0), graph.Ints(-1, -1));
        Value padded = graph.Pad(x, [(0, 0), rows, columns, (0, 0)]);
        return graph.Emit(new IR.Conv2D { Dilation = Dilation, Padding = IR.Padding.Valid }, padded, graph.Transpose(turned, 2, 0, 1, 3), bias);
    }

    // All of the kernel fits around a pixel at the edge of a VALID output; SAME leaves out what the convolution that leads back pads.
    private (int Before, int After) Pads(int kernel, int dilation)
    {
        int all = Windows.EffectiveFilter(kernel, dilation) - 1, cut = Padding == BorderMode.Same ? all / 2 : 0;
        return (all - cut, Padding == BorderMode.Same ? cut : all);
    }
}
