using OneBit.IR;

namespace OneBit.Layers;

/// <summary>A function of each element that the IR has an op for.</summary>
public sealed record Elementwise(UnaryKind Kind) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights) => graph.Unary(Kind, x);
}
