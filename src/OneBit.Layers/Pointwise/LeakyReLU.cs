using OneBit.IR;

namespace OneBit.Layers;

/// <summary>LeakyReLU: x where x ≥ 0, else slope·x.</summary>
public sealed record LeakyReLU(float Slope) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights) => graph.Emit(new LeakyRelu { Alpha = Slope }, x);
}
