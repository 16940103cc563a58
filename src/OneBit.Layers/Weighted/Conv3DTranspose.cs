using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>Conv3DTranspose, QuantConv3DTranspose: known, so that their weights are counted, but not supported; kernel [depth, height, width, filters, in].</summary>
public sealed record Conv3DTranspose : WeightedLayer
{
    /// <summary>Number of output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>Size of the window.</summary>
    public required Size3D KernelSize { get; init; }

    /// <summary>Quantizes the kernel; null for the identity.</summary>
    public Quantizer? KernelQuantizer { get; init; }

    private protected override IReadOnlyList<KernelSpec> Kernels(Shape input) =>
        [new("kernel", [KernelSize.Depth, KernelSize.Height, KernelSize.Width, Filters, this.Known(this.Rank(input, 5), -1)], KernelQuantizer)];

    private protected override Shape BiasShape(Shape input) => [Filters];

    private protected override Value Sum(Graph graph, Value x, IReadOnlyList<Value> kernels, Value? bias) => throw this.Unsupported("a transposed convolution of volumes");
}
