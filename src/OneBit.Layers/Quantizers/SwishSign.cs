using OneBit.IR;

namespace OneBit.Layers;

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
