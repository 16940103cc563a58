using OneBit.IR;
using OneBit.Tensors;

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

/// <summary>LeakyReLU: x where x ≥ 0, else slope·x.</summary>
public sealed record LeakyReLU(float Slope) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights) => graph.Emit(new LeakyRelu { Alpha = Slope }, x);
}

/// <summary>PReLU: x where x ≥ 0, else alpha·x; alpha has the input's shape without the batch, with 1 at shared axes.</summary>
public sealed record PReLU : SimpleLayer
{
    /// <summary>Axes, counted with the batch, along which alpha does not change.</summary>
    public IReadOnlyList<int> SharedAxes { get; init; } = [];

    private protected override IReadOnlyList<WeightSpec> Weights(Shape input)
    {
        int[] shared = [.. SharedAxes.Select(a => this.Axis(a, input.Rank))];
        return [new WeightSpec("alpha", [.. Enumerable.Range(1, input.Rank - 1).Select(i => shared.Contains(i) ? 1 : this.Known(input, i))])];
    }

    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights) => graph.Emit(new PRelu(), x, weights[0]);
}

/// <summary>ELU: x where x ≥ 0, else alpha·(eˣ − 1).</summary>
public sealed record Elu(float Alpha = 1) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        if (Alpha == 1)
            return graph.Unary(UnaryKind.Elu, x);
        Value below = graph.Unary(UnaryKind.Elu, graph.Binary(BinaryKind.Minimum, x, 0));
        return graph.Binary(BinaryKind.Add, graph.Unary(UnaryKind.Relu, x), graph.Binary(BinaryKind.Mul, below, Alpha));
    }
}

/// <summary>ThresholdedReLU: x where x > theta, else 0.</summary>
public sealed record ThresholdedReLU(float Theta = 1) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        Value above = graph.Emit(new Compare { Kind = CompareKind.Greater }, x, graph.Scalar(Theta));
        return graph.Binary(BinaryKind.Mul, x, graph.Emit(new Cast(), above));
    }
}

/// <summary>Softmax along an axis: exp(x − max) / Σ.</summary>
public sealed record Softmax(int AlongAxis = -1) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights) =>
        graph.Along(x, this.Axis(AlongAxis, x.Type.Shape.Rank), v => graph.Emit(new IR.Softmax(), v));
}

/// <summary>The logarithm of <see cref="Softmax"/> along the last axis.</summary>
public sealed record LogSoftmaxLayer : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights) => graph.Emit(new LogSoftmax(), x);
}
