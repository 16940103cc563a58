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
