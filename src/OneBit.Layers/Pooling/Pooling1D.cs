using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

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
