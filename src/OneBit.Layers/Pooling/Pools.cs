using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>MaxPooling2D, AveragePooling2D: the largest, or the mean, of each window; padding takes no part.</summary>
public sealed record Pooling2D(PoolKind Kind) : SimpleLayer
{
    /// <summary>Size of the window.</summary>
    public Size2D PoolSize { get; init; } = new(2, 2);

    /// <summary>Step between windows; null for the window's size.</summary>
    public Size2D? Strides { get; init; }

    /// <summary>Treatment of the border.</summary>
    public BorderMode Padding { get; init; }

    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        this.Rank(x.Type.Shape, 4);
        return graph.Emit(
            new Pool2D { Kind = Kind, Filter = PoolSize, Stride = Strides ?? PoolSize, Padding = Padding == BorderMode.Same ? IR.Padding.Same : IR.Padding.Valid },
            x);
    }
}

/// <summary>MaxPooling1D, AveragePooling1D: as <see cref="Pooling2D"/> over images of height 1.</summary>
public sealed record Pooling1D(PoolKind Kind) : SimpleLayer
{
    /// <summary>Size of the window.</summary>
    public int PoolSize { get; init; } = 2;

    /// <summary>Step between windows; null for the window's size.</summary>
    public int? Strides { get; init; }

    /// <summary>Treatment of the border.</summary>
    public BorderMode Padding { get; init; }

    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        this.Rank(x.Type.Shape, 3);
        var pool = new Pool2D
        {
            Kind = Kind,
            Filter = new(1, PoolSize),
            Stride = new(1, Strides ?? PoolSize),
            Padding = Padding == BorderMode.Same ? IR.Padding.Same : IR.Padding.Valid,
        };
        return graph.Squeeze(graph.Emit(pool, graph.ExpandDims(x, 1)), 1);
    }
}

/// <summary>GlobalMaxPooling and GlobalAveragePooling, 1D to 3D: the largest, or the mean, over all dimensions between batch and channels.</summary>
public sealed record GlobalPooling(PoolKind Kind, int Dimensions) : SimpleLayer
{
    /// <summary>Whether the dimensions stay, as 1.</summary>
    public bool KeepDims { get; init; }

    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        this.Rank(x.Type.Shape, Dimensions + 2);
        int[] axes = [.. Enumerable.Range(1, Dimensions)];
        return graph.Reduce(Kind == PoolKind.Max ? ReduceKind.Max : ReduceKind.Mean, x, KeepDims, axes);
    }
}
