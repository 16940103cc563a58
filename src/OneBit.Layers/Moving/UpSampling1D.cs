using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>UpSampling1D: each step repeated.</summary>
public sealed record UpSampling1D(int Size = 2) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        Shape input = this.Rank(x.Type.Shape, 3);
        Value repeated = graph.Emit(new Tile(), graph.ExpandDims(x, 2), graph.Ints(1, 1, Size, 1));
        int length = input[1] == Shape.Unknown ? Shape.Unknown : checked(input[1] * Size);
        return graph.Reshape(repeated, Extent.Of(x, 0), new Extent(length), this.Known(input, 2));
    }
}
