using OneBit.IR;

namespace OneBit.Layers;

/// <summary>What a DoReFa quantizer is for.</summary>
public enum DoReFaMode
{
    /// <summary>Activations, clipped to [0, 1].</summary>
    Activations,

    /// <summary>Weights, brought into [0, 1] by tanh and the largest magnitude.</summary>
    Weights,
}

/// <summary>
/// Activations: Q(x) = round(clip(x, 0, 1)·n)/n, half to even, n = 2^k − 1. Weights: u = tanh(x)/(2·max|tanh(x)|) + ½ (0/0 is 0), Q(x) = 2·round(u·n)/n − 1.
/// Edges by bisection of the float32 expression: for k = 1 nextUp(½), so ½ gives 0. NaN stays NaN.
/// Gradient: dy inside [0, 1] through the rounding; for weights through tanh, too, the largest magnitude a constant. Zhou et al. 2016 (DoReFa-Net), arXiv:1606.06160.
/// </summary>
public sealed record DoReFa : Quantizer
{
    private const int MostBits = 16;

    /// <summary>k, 1 to 16.</summary>
    public int Bits { get; init; } = 2;

    /// <summary>What it is for.</summary>
    public DoReFaMode Mode { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ModelFormatException">The number of bits is out of range.</exception>
    public override Value Emit(Graph graph, Value x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (Bits is < 1 or > MostBits)
            throw new ModelFormatException($"DoReFa needs 1 to {MostBits} bits, not {Bits}") { OpName = nameof(DoReFa) };
        float n = (1 << Bits) - 1;
        return Mode == DoReFaMode.Activations
            ? MultiLevel.Emit(graph, x, Code, 0, (int)n, code => code / n)
            : MultiLevel.Emit(graph, Unit(graph, x), Code, 0, (int)n, code => (2 * (code / n)) - 1);

        int Code(float v) => (int)MathF.Round(Math.Clamp(OrderedFloats.Flush(v), 0, 1) * n, MidpointRounding.ToEven);
    }

    // tanh(x)/(2·max|tanh(x)|) + ½, with a largest magnitude of zero read as the smallest normal float: 0/0 becomes 0.
    private static Value Unit(Graph graph, Value x)
    {
        Value bounded = graph.Unary(UnaryKind.Tanh, x);
        int[] axes = [.. Enumerable.Range(0, x.Type.Shape.Rank)];
        Value largest = graph.Reduce(ReduceKind.Max, graph.Unary(UnaryKind.Abs, bounded), keepDims: false, axes);
        Value divisor = graph.Binary(BinaryKind.Maximum, graph.Binary(BinaryKind.Mul, largest, 2f), OrderedFloats.Epsilon);
        return graph.Binary(BinaryKind.Add, graph.Binary(BinaryKind.Div, bounded, divisor), 0.5f);
    }
}
