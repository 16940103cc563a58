using OneBit.IR;

namespace OneBit.Layers;

/// <summary>Q(x) = x: marks a kernel as binary for Larq's Bop optimizer, nothing else. Gradient: dy.</summary>
public sealed record NoOp : Quantizer
{
    /// <summary>Bits per weight that the kernel is counted with.</summary>
    public int Precision { get; init; } = 1;

    /// <inheritdoc/>
    public override Value Emit(Graph graph, Value x) => x;
}
