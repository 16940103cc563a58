using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>DepthwiseConv1D: inputs [batch, steps, channels], kernel [taps, in, multiplier]; otherwise as <see cref="DepthwiseConv2D"/>. Computed with images of height 1.</summary>
public sealed record DepthwiseConv1D : WeightedLayer
{
    /// <summary>Number of taps.</summary>
    public required int KernelSize { get; init; }

    /// <summary>Step between windows.</summary>
    public int Strides { get; init; } = 1;

    /// <summary>Step between the taps of a window.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Output channels per input channel.</summary>
    public int DepthMultiplier { get; init; } = 1;

    /// <summary>Treatment of the border.</summary>
    public BorderMode Padding { get; init; }

    /// <summary>Quantizes the kernel; null for the identity.</summary>
    public Quantizer? DepthwiseQuantizer { get; init; }

    private protected override IReadOnlyList<KernelSpec> Kernels(Shape input) =>
        [new("depthwise_kernel", [KernelSize, this.Known(this.Rank(input, 3), -1), DepthMultiplier], DepthwiseQuantizer)];

    private protected override Shape BiasShape(Shape input) => [this.Known(input, -1) * DepthMultiplier];

    private protected override Value Sum(Graph graph, Value x, IReadOnlyList<Value> kernels, Value? bias)
    {
        (Value input, Padding padding) = this.Bordered(graph, graph.ExpandDims(x, 1), Padding, 0, new WindowAxis(2, KernelSize, Strides, Dilation));
        var window = new DepthwiseWindow(new(1, KernelSize), new(1, Strides), new(1, Dilation), DepthMultiplier);
        BorderMode border = padding == IR.Padding.Same ? BorderMode.Same : BorderMode.Valid;
        return graph.Squeeze(window.Emit(this, graph, input, graph.ExpandDims(kernels[0], 0), bias, border, 0), 1);
    }
}
