using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>RepeatVector: [batch, features] becomes [batch, count, features].</summary>
public sealed record RepeatVector(int Count) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        this.Rank(x.Type.Shape, 2);
        return graph.Emit(new Tile(), graph.ExpandDims(x, 1), graph.Ints(1, Count, 1));
    }
}
