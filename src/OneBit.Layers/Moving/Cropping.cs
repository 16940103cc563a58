using System.Collections.Immutable;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>Cropping1D, 2D, 3D: drops (before, after) elements at the ends of each dimension between batch and channels; works with unknown sizes.</summary>
public sealed record Cropping(ImmutableArray<(int Before, int After)> Amounts) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        Shape input = this.Rank(x.Type.Shape, Amounts.Length + 2);
        for (int i = 0; i < Amounts.Length; i++)
        {
            if (input[i + 1] != Shape.Unknown && Amounts[i].Before + (long)Amounts[i].After >= input[i + 1])
                throw this.Wrong($"more than {Amounts[i].Before + (long)Amounts[i].After} elements in dimension {i + 1}", $"{input}");
        }
        int[] begin = [0, .. Amounts.Select(a => a.Before), 0];
        int[] end = [0, .. Amounts.Select(a => -a.After), 0];
        int open = 0;
        for (int i = 0; i < end.Length; i++)
            open |= end[i] == 0 ? 1 << i : 0;
        int[] strides = [.. Enumerable.Repeat(1, begin.Length)];
        return graph.Emit(new StridedSlice { EndMask = open }, x, graph.Ints(begin), graph.Ints(end), graph.Ints(strides));
    }
}
