using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>
/// LocallyConnected2D, QuantLocallyConnected2D: a convolution with a kernel of its own at every pixel, without padding; kernel [out_h·out_w, h·w·in, filters], bias [out_h, out_w, filters].
/// Patches are gathered and multiplied as a batch of matrices. Of Keras's implementations only the first, the default, is known; the other two store other kernels.
/// </summary>
public sealed record LocallyConnected2D : WeightedLayer
{
    /// <summary>Number of output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>Size of the window.</summary>
    public required Size2D KernelSize { get; init; }

    /// <summary>Step between windows.</summary>
    public Size2D Strides { get; init; } = Size2D.One;

    /// <summary>Quantizes the kernel; null for the identity.</summary>
    public Quantizer? KernelQuantizer { get; init; }

    private protected override IReadOnlyList<KernelSpec> Kernels(Shape input)
    {
        LocalPatches patches = Patches(input);
        return [new("kernel", [patches.Count, patches.Length, Filters], KernelQuantizer)];
    }

    private protected override Shape BiasShape(Shape input)
    {
        LocalPatches patches = Patches(input);
        return [patches.OutHeight, patches.OutWidth, Filters];
    }

    private protected override Value Sum(Graph graph, Value x, IReadOnlyList<Value> kernels, Value? bias)
    {
        LocalPatches patches = Patches(x.Type.Shape);
        Value product = patches.Multiply(graph, x, kernels[0]);
        Value image = graph.Reshape(product, Extent.Of(x, 0), patches.OutHeight, patches.OutWidth, Filters);
        return bias is null ? image : graph.Binary(BinaryKind.Add, image, bias);
    }

    private LocalPatches Patches(Shape input) =>
        new(this.Known(this.Rank(input, 4), 1), this.Known(input, 2), this.Known(input, 3), KernelSize, Strides);
}
