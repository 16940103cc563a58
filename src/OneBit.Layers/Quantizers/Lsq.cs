using OneBit.IR;

namespace OneBit.Layers;

/// <summary>
/// Learned step size: Q(x) = s·round(clip(x/s, lo, hi)), half to even; lo, hi = 0, 2^b − 1, or −2^(b−1), 2^(b−1) − 1 where signed. One signed bit is s·sign(x/s) with sign(0) = +1.
/// Edges by bisection of the float32 expression, division first, subnormals read as zero. NaN stays NaN.
/// Gradient: dy where lo &lt; x/s &lt; hi, else 0; of s, Σ dy·(Q(x) − x)/s inside, lo or hi outside, over √(n·hi). Esser et al. 2020, arXiv:1902.08153.
/// </summary>
public sealed record Lsq : Quantizer
{
    private const int MostBits = 16;

    /// <summary>b, 1 to 16.</summary>
    public int Bits { get; init; } = 1;

    /// <summary>Whether codes are negative, too.</summary>
    public bool Signed { get; init; }

    /// <summary>s, positive and finite.</summary>
    public required float Step { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ModelFormatException">Step or number of bits are out of range.</exception>
    public override Value Emit(Graph graph, Value x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (Bits is < 1 or > MostBits)
            throw new ModelFormatException($"LSQ needs 1 to {MostBits} bits, not {Bits}") { OpName = nameof(Lsq) };
        if (!(Step >= OrderedFloats.Epsilon) || !float.IsFinite(Step))
            throw new ModelFormatException($"LSQ needs a step that is positive and finite, not {Step}") { OpName = nameof(Lsq) };
        if (Signed && Bits == 1)
            return TwoLevel.Emit(graph, x, OrderedFloats.Least(v => Steps(v) >= 0), -Step, Step);
        (int low, int high) = Signed ? (-(1 << (Bits - 1)), (1 << (Bits - 1)) - 1) : (0, (1 << Bits) - 1);
        return MultiLevel.Emit(graph, x, v => (int)MathF.Round(Math.Clamp(Steps(v), low, high), MidpointRounding.ToEven), low, high, code => Step * code);
    }

    private float Steps(float x) => OrderedFloats.Flush(OrderedFloats.Flush(x) / Step);
}
