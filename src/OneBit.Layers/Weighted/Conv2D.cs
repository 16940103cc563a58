using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>Conv2D, QuantConv2D: inputs [batch, height, width, channels], kernel [height, width, in / groups, filters].</summary>
public sealed record Conv2D : Convolution
{
    /// <summary>Size of the window.</summary>
    public required Size2D KernelSize { get; init; }

    /// <summary>Step between windows.</summary>
    public Size2D Strides { get; init; } = Size2D.One;

    /// <summary>Step between the taps of a window.</summary>
    public Size2D Dilation { get; init; } = Size2D.One;

    private protected override IReadOnlyList<KernelSpec> Kernels(Shape input) =>
        [new("kernel", [KernelSize.Height, KernelSize.Width, GroupDepth(this.Rank(input, 4)), Filters], KernelQuantizer)];

    private protected override Value Sum(Graph graph, Value x, IReadOnlyList<Value> kernels, Value? bias)
    {
        (Value input, Padding padding) = this.Bordered(
            graph,
            x,
            Padding,
            PadValues,
            new(1, KernelSize.Height, Strides.Height, Dilation.Height),
            new(2, KernelSize.Width, Strides.Width, Dilation.Width));
        var convolution = new IR.Conv2D { Stride = Strides, Dilation = Dilation, Padding = padding };
        return graph.Emit(convolution, input, graph.Transpose(kernels[0], 3, 0, 1, 2), bias);
    }
}
