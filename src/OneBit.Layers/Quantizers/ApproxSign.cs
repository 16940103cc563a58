using OneBit.IR;

namespace OneBit.Layers;

/// <summary>
/// Q(x) as <see cref="SteSign"/>. Gradient: 2·(1 − |x|)·dy where |x| ≤ 1, else 0. Liu et al. 2018 (Bi-Real Net), arXiv:1808.00278.
/// </summary>
public sealed record ApproxSign : Quantizer
{
    /// <inheritdoc/>
    public override Value Emit(Graph graph, Value x) => SteSign.EmitSign(graph, x);
}
