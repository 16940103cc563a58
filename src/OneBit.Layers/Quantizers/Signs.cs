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

/// <summary>
/// Q(x) as <see cref="SteSign"/>. Gradient: 2·(1 − |x|)·dy where |x| ≤ 1, else 0. Liu et al. 2018 (Bi-Real Net), arXiv:1808.00278.
/// </summary>
public sealed record ApproxSign : Quantizer
{
    /// <inheritdoc/>
    public override Value Emit(Graph graph, Value x) => SteSign.EmitSign(graph, x);
}

/// <summary>
/// Q(x) as <see cref="SteSign"/>. Gradient: dy·β·(2 − βx·tanh(βx/2)) / (1 + cosh βx). Darabi et al. 2018 (BNN+), arXiv:1812.11800.
/// </summary>
public sealed record SwishSign : Quantizer
{
    /// <summary>Steepness of the gradient.</summary>
    public float Beta { get; init; } = 5f;

    /// <inheritdoc/>
    public override Value Emit(Graph graph, Value x) => SteSign.EmitSign(graph, x);
}

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

/// <summary>
/// Q(x) = ½·sign(x − ½) + ½: 1 where x ≥ ½, else 0; NaN stays NaN. Edge ½.  (F9)
/// Gradient: dy/2 where |x − ½| ≤ clip (of the rounded difference), else 0. Larq pull request "unipolar inputs".
/// </summary>
public sealed record UnipolarSteSign : Quantizer
{
    /// <summary>Half-width of the gradient's window; null for no window.</summary>
    public float? ClipValue { get; init; } = 0.5f;

    /// <inheritdoc/>
    public override Value Emit(Graph graph, Value x) => TwoLevel.Emit(graph, x, OrderedFloats.Edge(0.5f, strict: false), 0, 1);
}

/// <summary>Q(x) = x: marks a kernel as binary for Larq's Bop optimizer, nothing else. Gradient: dy.</summary>
public sealed record NoOp : Quantizer
{
    /// <summary>Bits per weight that the kernel is counted with.</summary>
    public int Precision { get; init; } = 1;

    /// <inheritdoc/>
    public override Value Emit(Graph graph, Value x) => x;
}
