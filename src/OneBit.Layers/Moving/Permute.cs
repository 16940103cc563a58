using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>Permute: dimension i + 1 of the result is dimension <c>Dims[i]</c> of the input, counted from 1 behind the batch.</summary>
public sealed record Permute(IReadOnlyList<int> Dims) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        int rank = x.Type.Shape.Rank;
        return Dims.Count == rank - 1 ? graph.Transpose(x, [0, .. Dims]) : throw this.Wrong($"an input of rank {Dims.Count + 1}", $"{x.Type.Shape}");
    }
}
