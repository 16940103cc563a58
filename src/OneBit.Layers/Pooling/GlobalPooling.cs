using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

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
