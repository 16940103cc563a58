using OneBit.IR;

namespace OneBit.Layers;

/// <summary>
/// Q(w) = s·sign(w), s = mean of |w| over all dimensions but the last; sign and its edge as <see cref="SteSign"/>, NaN stays NaN. A vector is its own mean: Q(w) = w.
/// Gradient: s·dy where |w| ≤ clip, else 0; s itself is a constant. Liu et al. 2018 (Bi-Real Net), arXiv:1808.00278.
/// </summary>
public sealed record MagnitudeAwareSign : Quantizer
{
    /// <summary>Half-width of the gradient's window; null for no window.</summary>
    public float? ClipValue { get; init; } = 1f;

    /// <inheritdoc/>
    public override Value Emit(Graph graph, Value x) => ScaledSign.Emit(graph, x, x.Type.Shape.Rank - 1);
}

/// <summary>
/// Q(w) = s·sign(v), v = clip(w, −1, 1), s = mean of |v| over all dimensions but the last: Larq Zoo's quantizer of XNOR-Net kernels.
/// Gradient: that of the expression, through s, with <see cref="SteSign"/>'s for the sign. Rastegari et al. 2016 (XNOR-Net), arXiv:1603.05279.
/// </summary>
public sealed record XnorWeightScale : Quantizer
{
    /// <inheritdoc/>
    public override Value Emit(Graph graph, Value x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return ScaledSign.Emit(graph, graph.Unary(UnaryKind.ReluN1To1, x), x.Type.Shape.Rank - 1);
    }
}

/// <summary>
/// Q(w) = s·sign(w), s = mean of |w| over the whole kernel: Larq Zoo's quantizer of DoReFa-Net kernels, <c>magnitude_aware_sign_unclipped</c>.
/// Gradient: dy. Zhou et al. 2016 (DoReFa-Net), arXiv:1606.06160.
/// </summary>
public sealed record MagnitudeAwareSignUnclipped : Quantizer
{
    /// <inheritdoc/>
    public override Value Emit(Graph graph, Value x) => ScaledSign.Emit(graph, x, x.Type.Shape.Rank);
}

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
