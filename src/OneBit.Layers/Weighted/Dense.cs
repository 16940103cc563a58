using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>Dense, QuantDense: y[…, o] = Σ_i x[…, i]·w[i, o] + b[o]; kernel [in, out]. Inputs of any rank from 2; all but the last dimension stay.</summary>
public sealed record Dense : WeightedLayer
{
    /// <summary>Number of outputs.</summary>
    public required int Units { get; init; }

    /// <summary>Quantizes the kernel; null for the identity.</summary>
    public Quantizer? KernelQuantizer { get; init; }

    private protected override IReadOnlyList<KernelSpec> Kernels(Shape input) => [new("kernel", [this.Known(input, -1), Units], KernelQuantizer)];

    private protected override Shape BiasShape(Shape input) => [Units];

    private protected override Value Sum(Graph graph, Value x, IReadOnlyList<Value> kernels, Value? bias) =>
        graph.Emit(new FullyConnected { KeepDims = x.Type.Shape.Rank > 2 }, x, graph.Transpose(kernels[0], 1, 0), bias);
}
