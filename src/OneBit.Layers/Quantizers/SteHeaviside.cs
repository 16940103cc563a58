using OneBit.IR;

namespace OneBit.Layers;

/// <summary>
/// Q(x) = 1 where x > 0, else 0; NaN stays NaN. Edge 2⁻¹²⁶: ±0 and subnormals give 0.  (F9)
/// Gradient: dy where |x| ≤ clip, else 0; dy everywhere where clip is null. Larq's SteHeaviside ("AND-Net").
/// </summary>
public sealed record SteHeaviside : Quantizer
{
    /// <summary>Half-width of the gradient's window; null for no window.</summary>
    public float? ClipValue { get; init; } = 1f;

    /// <inheritdoc/>
    public override Value Emit(Graph graph, Value x) => TwoLevel.Emit(graph, x, OrderedFloats.Edge(0, strict: true), 0, 1);
}
