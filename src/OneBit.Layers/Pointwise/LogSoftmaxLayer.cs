using OneBit.IR;

namespace OneBit.Layers;

/// <summary>The logarithm of <see cref="Softmax"/> along the last axis.</summary>
public sealed record LogSoftmaxLayer : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights) => graph.Emit(new LogSoftmax(), x);
}
