using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>Flatten: [batch, all the rest].</summary>
public sealed record Flatten : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        Shape input = x.Type.Shape;
        bool known = new Shape[] { [.. input.Skip(1)] }[0].IsStatic;
        int rest = known ? checked((int)new Shape[] { [.. input.Skip(1)] }[0].ElementCount) : Shape.Unknown;
        return graph.Reshape(x, Extent.Of(x, 0), rest);
    }
}

/// <summary>Reshape: the same elements under another shape behind the batch; one of its dimensions may be −1.</summary>
public sealed record ReshapeLayer(IReadOnlyList<int> Target) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        if (Target.Any(d => d < -1) || Target.Count(d => d == -1) > 1)
            throw this.Wrong("a shape with at most one -1 and nothing below", $"[{string.Join(", ", Target)}]");
        return graph.Reshape(x, [Extent.Of(x, 0), .. Resolved(x.Type.Shape).Select(d => new Extent(d))]);
    }

    // The open dimension is computed here where the input allows it, so that an unknown batch stays the only unknown.
    private int[] Resolved(Shape input)
    {
        Shape rest = [.. input.Skip(1)];
        int[] target = [.. Target];
        int open = Array.IndexOf(target, -1);
        if (open < 0 || !rest.IsStatic)
            return target;
        long known = target.Where(d => d != -1).Aggregate(1L, (product, d) => checked(product * d));
        if (known == 0 || rest.ElementCount % known != 0)
            throw this.Wrong($"a number of elements that fills [{string.Join(", ", Target)}]", $"{input}");
        target[open] = checked((int)(rest.ElementCount / known));
        return target;
    }
}

/// <summary>Permute: dimension i + 1 of the result is dimension <c>Dims[i]</c> of the input, counted from 1 behind the batch.</summary>
public sealed record Permute(IReadOnlyList<int> Dims) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        int rank = x.Type.Shape.Rank;
        return Dims.Count == rank - 1 ? graph.Transpose(x, [0, .. Dims]) : throw this.Wrong($"an input of rank {Dims.Count + 1}", $"{x.Type.Shape}");
    }
}

/// <summary>RepeatVector: [batch, features] becomes [batch, count, features].</summary>
public sealed record RepeatVector(int Count) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        this.Rank(x.Type.Shape, 2);
        return graph.Emit(new Tile(), graph.ExpandDims(x, 1), graph.Ints(1, Count, 1));
    }
}

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
