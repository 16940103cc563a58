using OneBit.IR;

namespace OneBit.Layers;

/// <summary>
/// Q(x) = +1 where x ≥ 0, else −1; NaN stays NaN. Edge nextUp(−2⁻¹²⁶): ±0 and subnormals give +1.  (F9)
/// Gradient: dy where |x| ≤ clip, else 0; dy everywhere where clip is null. Courbariaux et al. 2016 (Binarized Neural Networks), arXiv:1602.02830.
/// </summary>
public sealed record SteSign : Quantizer
{
    /// <summary>Half-width of the gradient's window; null for no window.</summary>
    public float? ClipValue { get; init; } = 1f;

    /// <inheritdoc/>
    public override Value Emit(Graph graph, Value x) => EmitSign(graph, x);

    internal static Value EmitSign(Graph graph, Value x) => TwoLevel.Emit(graph, x, OrderedFloats.Edge(0, strict: false), -1, 1);
}
