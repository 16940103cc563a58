using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>
/// DepthwiseConv2D, QuantDepthwiseConv2D: output channel c·multiplier + m is x's channel c convolved with w[.., c, m]; kernel [height, width, in, multiplier].
/// The quantizer sees the kernel as it is: a scale "per output channel" is one per m, and a single one where the multiplier is 1, as Larq computes it.
/// </summary>
public sealed record DepthwiseConv2D : WeightedLayer
{
    /// <summary>Size of the window.</summary>
    public required Size2D KernelSize { get; init; }

    /// <summary>Step between windows.</summary>
    public Size2D Strides { get; init; } = Size2D.One;

    /// <summary>Step between the taps of a window.</summary>
    public Size2D Dilation { get; init; } = Size2D.One;

    /// <summary>Output channels per input channel.</summary>
    public int DepthMultiplier { get; init; } = 1;

    /// <summary>Treatment of the border.</summary>
    public BorderMode Padding { get; init; }

    /// <summary>What <see cref="BorderMode.Same"/> pads the quantized input with.</summary>
    public float PadValues { get; init; }

    /// <summary>Quantizes the kernel; null for the identity.</summary>
    public Quantizer? DepthwiseQuantizer { get; init; }

    private protected override IReadOnlyList<KernelSpec> Kernels(Shape input) =>
        [new("depthwise_kernel", [KernelSize.Height, KernelSize.Width, this.Known(this.Rank(input, 4), -1), DepthMultiplier], DepthwiseQuantizer)];

    private protected override Shape BiasShape(Shape input) => [this.Known(input, -1) * DepthMultiplier];

    private protected override Value Sum(Graph graph, Value x, IReadOnlyList<Value> kernels, Value? bias) =>
        new DepthwiseWindow(KernelSize, Strides, Dilation, DepthMultiplier).Emit(this, graph, x, kernels[0], bias, Padding, PadValues);
}
