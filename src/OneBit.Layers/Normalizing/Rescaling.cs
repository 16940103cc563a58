using OneBit.IR;

namespace OneBit.Layers;

/// <summary>Rescaling: x·scale + offset.</summary>
public sealed record Rescaling(float Scale, float Offset = 0) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights) =>
        graph.Binary(BinaryKind.Add, graph.Binary(BinaryKind.Mul, x, Scale), Offset);
}
