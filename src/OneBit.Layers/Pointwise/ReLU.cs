using OneBit.IR;

namespace OneBit.Layers;

/// <summary>
/// ReLU: max where x ≥ max; x where threshold &lt; x; slope·(x − threshold) below. With a threshold but no slope Keras computes x·[x > threshold], then the clip to [0, max].
/// </summary>
public sealed record ReLU : SimpleLayer
{
    /// <summary>Upper bound; null for none.</summary>
    public float? MaxValue { get; init; }

    /// <summary>Slope below the threshold.</summary>
    public float NegativeSlope { get; init; }

    /// <summary>Where the positive part begins.</summary>
    public float Threshold { get; init; }

    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        if (NegativeSlope == 0)
            return Positive(graph, x);
        if (MaxValue is null && Threshold == 0)
            return graph.Emit(new LeakyRelu { Alpha = NegativeSlope }, x);
        Value negative = graph.Unary(UnaryKind.Neg, x);
        Value below = graph.Unary(UnaryKind.Relu, Threshold == 0 ? negative : graph.Binary(BinaryKind.Add, negative, Threshold));
        return graph.Binary(BinaryKind.Sub, Positive(graph, x), graph.Binary(BinaryKind.Mul, below, NegativeSlope));
    }

    private Value Positive(Graph graph, Value x)
    {
        if (Threshold == 0)
        {
            return MaxValue switch
            {
                null => graph.Unary(UnaryKind.Relu, x),
                6 => graph.Unary(UnaryKind.Relu6, x),
                { } max => graph.Binary(BinaryKind.Minimum, graph.Unary(UnaryKind.Relu, x), max),
            };
        }
        Value above = graph.Emit(new Compare { Kind = CompareKind.Greater }, x, graph.Scalar(Threshold));
        Value kept = graph.Binary(BinaryKind.Mul, x, graph.Emit(new Cast(), above));
        return MaxValue is { } bound ? graph.Binary(BinaryKind.Maximum, graph.Binary(BinaryKind.Minimum, kept, bound), 0) : kept;
    }
}
