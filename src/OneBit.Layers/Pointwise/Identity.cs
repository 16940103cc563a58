using OneBit.IR;

namespace OneBit.Layers;

/// <summary>y = x: what dropout, noise and regularization layers are at inference.</summary>
public sealed record Identity : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights) => x;
}
