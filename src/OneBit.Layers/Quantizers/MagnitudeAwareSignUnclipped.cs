using OneBit.IR;

namespace OneBit.Layers;

/// <summary>
/// Q(w) = s·sign(w), s = mean of |w| over the whole kernel: Larq Zoo's quantizer of DoReFa-Net kernels, <c>magnitude_aware_sign_unclipped</c>.
/// Gradient: dy. Zhou et al. 2016 (DoReFa-Net), arXiv:1606.06160.
/// </summary>
public sealed record MagnitudeAwareSignUnclipped : Quantizer
{
    /// <inheritdoc/>
    public override Value Emit(Graph graph, Value x) => ScaledSign.Emit(graph, x, x.Type.Shape.Rank);
}
