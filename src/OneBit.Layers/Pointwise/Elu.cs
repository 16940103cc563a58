using OneBit.IR;

namespace OneBit.Layers;

/// <summary>ELU: x where x ≥ 0, else alpha·(eˣ − 1).</summary>
public sealed record Elu(float Alpha = 1) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        if (Alpha == 1)
            return graph.Unary(UnaryKind.Elu, x);
        Value below = graph.Unary(UnaryKind.Elu, graph.Binary(BinaryKind.Minimum, x, 0));
        return graph.Binary(BinaryKind.Add, graph.Unary(UnaryKind.Relu, x), graph.Binary(BinaryKind.Mul, below, Alpha));
    }
}
