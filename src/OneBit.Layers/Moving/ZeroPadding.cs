using System.Collections.Immutable;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>ZeroPadding1D, 2D, 3D: (before, after) zeros around each dimension between batch and channels.</summary>
public sealed record ZeroPadding(ImmutableArray<(int Before, int After)> Amounts) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        this.Rank(x.Type.Shape, Amounts.Length + 2);
        return graph.Pad(x, [(0, 0), .. Amounts, (0, 0)]);
    }
}
