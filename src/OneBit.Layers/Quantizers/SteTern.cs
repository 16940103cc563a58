using OneBit.IR;

namespace OneBit.Layers;

/// <summary>
/// Q(x) = sign(sign(x + Δ) + sign(x − Δ)) with sign(0) = 0: +1 from Δ on, −1 up to −Δ, 0 between; NaN stays NaN. Δ is given, or 0.7·mean |x| over the whole tensor.
/// Edges by bisection of the float32 expression, subnormals (differences, too) read as zero.
/// Gradient: dy where |x| ≤ clip, else 0. Li et al. 2016 (Ternary Weight Networks), arXiv:1605.04711.
/// </summary>
public sealed record SteTern : Quantizer
{
    private const float Share = 0.7f;

    /// <summary>Δ, unless it comes from the tensor.</summary>
    public float ThresholdValue { get; init; } = 0.05f;

    /// <summary>Whether Δ is 0.7·mean |x|. Then the expression is emitted as it stands: its edges hang on x.</summary>
    public bool TernaryWeightNetworks { get; init; }

    /// <summary>Half-width of the gradient's window; null for no window.</summary>
    public float? ClipValue { get; init; } = 1f;

    /// <inheritdoc/>
    public override Value Emit(Graph graph, Value x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(x);
        if (TernaryWeightNetworks)
            return WrittenOut(graph, x);
        float delta = OrderedFloats.Flush(ThresholdValue);
        return MultiLevel.Emit(graph, x, v => Code(v, delta), -1, 1, code => code);
    }

    private static int Code(float x, float delta) =>
        Math.Sign(Sign(OrderedFloats.Flush(x) + delta) + Sign(OrderedFloats.Flush(x) - delta));

    private static int Sign(float x) => Math.Sign(OrderedFloats.Flush(x));

    private static Value WrittenOut(Graph graph, Value x)
    {
        Value delta = Delta(graph, x);
        Value above = graph.Unary(UnaryKind.Sign, graph.Binary(BinaryKind.Add, x, delta));
        Value below = graph.Unary(UnaryKind.Sign, graph.Binary(BinaryKind.Sub, x, delta));
        return graph.Unary(UnaryKind.Sign, graph.Binary(BinaryKind.Add, above, below));
    }

    // 0.7 times the sum, then divided by the count, as Larq does it; where the count is not known, 0.7 times the mean.
    private static Value Delta(Graph graph, Value x)
    {
        int[] axes = [.. Enumerable.Range(0, x.Type.Shape.Rank)];
        Value magnitudes = graph.Unary(UnaryKind.Abs, x);
        if (!x.Type.Shape.IsStatic)
            return graph.Binary(BinaryKind.Mul, graph.Reduce(ReduceKind.Mean, magnitudes, keepDims: false, axes), Share);
        Value sum = graph.Binary(BinaryKind.Mul, graph.Reduce(ReduceKind.Sum, magnitudes, keepDims: false, axes), Share);
        return graph.Binary(BinaryKind.Div, sum, x.Type.Shape.ElementCount);
    }
}
