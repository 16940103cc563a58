using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>LocallyConnected1D, QuantLocallyConnected1D: inputs [batch, steps, channels], kernel [out, taps·in, filters], bias [out, filters]. Otherwise as <see cref="LocallyConnected2D"/>.</summary>
public sealed record LocallyConnected1D : WeightedLayer
{
    /// <summary>Number of output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>Number of taps.</summary>
    public required int KernelSize { get; init; }

    /// <summary>Step between windows.</summary>
    public int Strides { get; init; } = 1;

    /// <summary>Quantizes the kernel; null for the identity.</summary>
    public Quantizer? KernelQuantizer { get; init; }

    private protected override IReadOnlyList<KernelSpec> Kernels(Shape input)
    {
        LocalPatches patches = Patches(input);
        return [new("kernel", [patches.Count, patches.Length, Filters], KernelQuantizer)];
    }

    private protected override Shape BiasShape(Shape input) => [Patches(input).Count, Filters];

    private protected override Value Sum(Graph graph, Value x, IReadOnlyList<Value> kernels, Value? bias)
    {
        LocalPatches patches = Patches(x.Type.Shape);
        Value steps = graph.Reshape(patches.Multiply(graph, x, kernels[0]), Extent.Of(x, 0), patches.Count, Filters);
        return bias is null ? steps : graph.Binary(BinaryKind.Add, steps, bias);
    }

    private LocalPatches Patches(Shape input) =>
        new(1, this.Known(this.Rank(input, 3), 1), this.Known(input, 2), new(1, KernelSize), new(1, Strides));
}
