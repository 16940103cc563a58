using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>Conv1D, QuantConv1D: inputs [batch, steps, channels], kernel [taps, in / groups, filters]. Computed as a convolution of images of height 1.</summary>
public sealed record Conv1D : Convolution
{
    /// <summary>Number of taps.</summary>
    public required int KernelSize { get; init; }

    /// <summary>Step between windows.</summary>
    public int Strides { get; init; } = 1;

    /// <summary>Step between the taps of a window.</summary>
    public int Dilation { get; init; } = 1;

    private protected override IReadOnlyList<KernelSpec> Kernels(Shape input) => [new("kernel", [KernelSize, GroupDepth(this.Rank(input, 3)), Filters], KernelQuantizer)];

    private protected override Value Sum(Graph graph, Value x, IReadOnlyList<Value> kernels, Value? bias)
    {
        (Value input, Padding padding) = this.Bordered(graph, graph.ExpandDims(x, 1), Padding, PadValues, new WindowAxis(2, KernelSize, Strides, Dilation));
        Value filter = graph.ExpandDims(graph.Transpose(kernels[0], 2, 0, 1), 1);
        var convolution = new IR.Conv2D { Stride = new(1, Strides), Dilation = new(1, Dilation), Padding = padding };
        return graph.Squeeze(graph.Emit(convolution, input, filter, bias), 1);
    }
}
