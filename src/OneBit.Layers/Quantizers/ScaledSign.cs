using OneBit.IR;

namespace OneBit.Layers;

/// <summary>s·sign(w) with s the mean of |w|, written as a two-level quantizer whose levels are computed from w; for a constant w they are folded.</summary>
internal static class ScaledSign
{
    /// <summary>Emits it, the mean over the first <paramref name="dimensions"/> dimensions; the others count at most one.</summary>
    public static Value Emit(Graph graph, Value w, int dimensions)
    {
        int[] axes = [.. Enumerable.Range(0, dimensions)];
        Value scale = graph.Reduce(ReduceKind.Mean, graph.Unary(UnaryKind.Abs, w), keepDims: false, axes);
        Value edge = graph.Scalar(OrderedFloats.Edge(0, strict: false));
        return graph.Emit(new TwoLevelQuantize(), w, edge, graph.Unary(UnaryKind.Neg, scale), scale);
    }
}
