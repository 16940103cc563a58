using OneBit.IR;

namespace OneBit.Layers;

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
