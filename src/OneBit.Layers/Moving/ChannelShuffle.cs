using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>Channels in groups, groups and members swapped: ShuffleNet's shuffle. Channel g·(C/G) + m goes to m·G + g.</summary>
public sealed record ChannelShuffle(int Groups) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        int rank = x.Type.Shape.Rank;
        int channels = this.Known(x.Type.Shape, -1);
        if (Groups < 1 || channels % Groups != 0)
            throw this.Wrong($"channels in {Groups} groups", $"{channels}");
        Extent[] leading = [.. Enumerable.Range(0, rank - 1).Select(i => Extent.Of(x, i))];
        Value grouped = graph.Reshape(x, [.. leading, Groups, channels / Groups]);
        Value swapped = graph.Transpose(grouped, [.. Enumerable.Range(0, rank - 1), rank, rank - 1]);
        Extent[] outer = [.. Enumerable.Range(0, rank - 1).Select(i => Extent.Of(swapped, i))];
        return graph.Reshape(swapped, [.. outer, channels]);
    }
}
