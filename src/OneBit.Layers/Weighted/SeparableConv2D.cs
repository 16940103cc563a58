using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

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
