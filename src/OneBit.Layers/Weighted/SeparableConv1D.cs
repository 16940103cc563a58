using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

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
        (Value input, Padding padding) = this.Bordered(graph, graph.ExpandDims(x, 1), Padding, PadValues, new WindowAxis(2, KernelSize, Strides, Dilation));
        var window = new DepthwiseWindow(new(1, KernelSize), new(1, Strides), new(1, Dilation), DepthMultiplier);
        BorderMode border = padding == IR.Padding.Same ? BorderMode.Same : BorderMode.Valid;
        Value between = window.Emit(this, graph, input, graph.ExpandDims(kernels[0], 0), null, border, 0);
        Value filter = graph.ExpandDims(graph.Transpose(kernels[1], 2, 0, 1), 1);
        return graph.Squeeze(graph.Emit(new IR.Conv2D { Padding = IR.Padding.Valid }, between, filter, bias), 1);
    }
}
