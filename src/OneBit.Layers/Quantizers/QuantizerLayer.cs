using OneBit.IR;

namespace OneBit.Layers;

/// <summary>A quantizer used as a layer or as an activation.</summary>
public sealed record QuantizerLayer(Quantizer Quantizer) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights) => Quantizer.Emit(graph, x);
}
