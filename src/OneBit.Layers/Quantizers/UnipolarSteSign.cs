using OneBit.IR;

namespace OneBit.Layers;

/// <summary>
/// Q(x) = ½·sign(x − ½) + ½: 1 where x ≥ ½, else 0; NaN stays NaN. Edge ½.  (F9)
/// Gradient: dy/2 where |x − ½| ≤ clip (of the rounded difference), else 0. Larq's draft of unipolar inputs.
/// </summary>
public sealed record UnipolarSteSign : Quantizer
{
    /// <summary>Half-width of the gradient's window; null for no window.</summary>
    public float? ClipValue { get; init; } = 0.5f;

    /// <inheritdoc/>
    public override Value Emit(Graph graph, Value x) => TwoLevel.Emit(graph, x, OrderedFloats.Edge(0.5f, strict: false), 0, 1);
}
