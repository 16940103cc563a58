using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>Softmax along an axis: exp(x − max) / Σ.</summary>
public sealed record Softmax(int AlongAxis = -1) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights) =>
        graph.Along(x, this.Axis(AlongAxis, x.Type.Shape.Rank), v => graph.Emit(new IR.Softmax(), v));
}
