using OneBit.IR;

namespace OneBit.Layers;

/// <summary>ThresholdedReLU: x where x > theta, else 0.</summary>
public sealed record ThresholdedReLU(float Theta = 1) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        Value above = graph.Emit(new Compare { Kind = CompareKind.Greater }, x, graph.Scalar(Theta));
        return graph.Binary(BinaryKind.Mul, x, graph.Emit(new Cast(), above));
    }
}
