using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>Conv3D, QuantConv3D: inputs [batch, depth, height, width, channels], kernel [depth, height, width, in, filters]. Groups are not supported.</summary>
public sealed record Conv3D : Convolution
{
    /// <summary>Size of the window.</summary>
    public required Size3D KernelSize { get; init; }

    /// <summary>Step between windows.</summary>
    public Size3D Strides { get; init; } = Size3D.One;

    /// <summary>Step between the taps of a window.</summary>
    public Size3D Dilation { get; init; } = Size3D.One;

    private protected override IReadOnlyList<KernelSpec> Kernels(Shape input) =>
        [new("kernel", [KernelSize.Depth, KernelSize.Height, KernelSize.Width, GroupDepth(this.Rank(input, 5)), Filters], KernelQuantizer)];

    private protected override Value Sum(Graph graph, Value x, IReadOnlyList<Value> kernels, Value? bias)
    {
        if (Groups != 1)
            throw this.Unsupported("groups of volumes");
        (Value input, Padding padding) = this.Bordered(
            graph,
            x,
            Padding,
            PadValues,
            new(1, KernelSize.Depth, Strides.Depth, Dilation.Depth),
            new(2, KernelSize.Height, Strides.Height, Dilation.Height),
            new(3, KernelSize.Width, Strides.Width, Dilation.Width));
        var convolution = new IR.Conv3D
        {
            Stride = [Strides.Depth, Strides.Height, Strides.Width],
            Dilation = [Dilation.Depth, Dilation.Height, Dilation.Width],
            Padding = padding,
        };
        return graph.Emit(convolution, input, kernels[0], bias);
    }
}
