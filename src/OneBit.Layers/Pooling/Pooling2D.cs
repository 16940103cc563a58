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
