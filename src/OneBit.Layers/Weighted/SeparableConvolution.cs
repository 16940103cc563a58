using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>What SeparableConv1D and 2D share: a depthwise convolution, then one of single pixels that mixes channels. Nothing is quantized in between.</summary>
public abstract record SeparableConvolution : WeightedLayer
{
    /// <summary>Number of output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>Channels between the two convolutions per input channel.</summary>
    public int DepthMultiplier { get; init; } = 1;

    /// <summary>Treatment of the border.</summary>
    public BorderMode Padding { get; init; }

    /// <summary>What <see cref="BorderMode.Same"/> pads the quantized input with.</summary>
    public float PadValues { get; init; }

    /// <summary>Quantizes the depthwise kernel; null for the identity.</summary>
    public Quantizer? DepthwiseQuantizer { get; init; }

    /// <summary>Quantizes the kernel that mixes channels; null for the identity.</summary>
    public Quantizer? PointwiseQuantizer { get; init; }

    private protected override Shape BiasShape(Shape input) => [Filters];
}

/// <summary>SeparableConv2D, QuantSeparableConv2D: kernels [height, width, in, multiplier] and [1, 1, in·multiplier, filters].</summary>
public sealed record SeparableConv2D : SeparableConvolution
{
    /// <summary>Size of the window.</summary>
    public required Size2D KernelSize { get; init; }

    /// <summary>Step between windows.</summary>
    public Size2D Strides { get; init; } = Size2D.One;

    /// <summary>Step between the taps of a window.</summary>
    public Size2D Dilation { get; init; } = Size2D.One;

    private protected override IReadOnlyList<KernelSpec> Kernels(Shape input)
    {
        int channels = this.Known(this.Rank(input, 4), -1);
        return
        [
            new("depthwise_kernel", [KernelSize.Height, KernelSize.Width, channels, DepthMultiplier], DepthwiseQuantizer),
            new("pointwise_kernel", [1, 1, channels * DepthMultiplier, Filters], PointwiseQuantizer),
        ];
    }

    private protected override Value Sum(Graph graph, Value x, IReadOnlyList<Value> kernels, Value? bias)
    {
        Value between = new DepthwiseWindow(KernelSize, Strides, Dilation, DepthMultiplier).Emit(this, graph, x, kernels[0], null, Padding, PadValues);
        return graph.Emit(new IR.Conv2D { Padding = IR.Padding.Valid }, between, graph.Transpose(kernels[1], 3, 0, 1, 2), bias);
    }
}

/// <summary>SeparableConv1D, QuantSeparableConv1D: inputs [batch, steps, channels], kernels [taps, in, multiplier] and [1, in·multiplier, filters]. Computed with images of height 1.</summary>
public sealed record SeparableConv1D : SeparableConvolution
{
    /// <summary>Number of taps.</summary>
    public required int KernelSize { get; init; }

    /// <summary>Step between windows.</summary>
    public int Strides { get; init; } = 1;

    /// <summary>Step between the taps of a window.</summary>
    public int Dilation { get; init; } = 1;

    private protected override IReadOnlyList<KernelSpec> Kernels(Shape input)
    {
        int channels = this.Known(this.Rank(input, 3), -1);
        return
        [
            new("depthwise_kernel", [KernelSize, channels, DepthMultiplier], DepthwiseQuantizer),
            new("pointwise_kernel", [1, channels * DepthMultiplier, Filters], PointwiseQuantizer),
        ];
    }

    private protected override Value Sum(Graph graph, Value x, IReadOnlyList<Value> kernels, Value? bias)
    {
        (Value input, Padding padding) = this.Bordered(graph, x, Padding, PadValues, new WindowAxis(1, KernelSize, Strides, Dilation));
        var window = new DepthwiseWindow(new(1, KernelSize), new(1, Strides), new(1, Dilation), DepthMultiplier);
        BorderMode border = padding == IR.Padding.Same ? BorderMode.Same : BorderMode.Valid;
        Value between = window.Emit(this, graph, graph.ExpandDims(input, 1), graph.ExpandDims(kernels[0], 0), null, border, 0);
        Value filter = graph.ExpandDims(graph.Transpose(kernels[1], 2, 0, 1), 1);
        return graph.Squeeze(graph.Emit(new IR.Conv2D { Padding = IR.Padding.Valid }, between, filter, bias), 1);
    }
}
