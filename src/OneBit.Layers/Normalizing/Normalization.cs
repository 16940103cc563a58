using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>
/// Normalization: (x − mean)/max(√variance, 1e-7), or x·max(√variance, 1e-7) + mean where inverted, along the kept axes.
/// Mean and variance are given, or weights (mean, variance, and a count that plays no part).
/// </summary>
public sealed record Normalization : SimpleLayer
{
    private const float Epsilon = 1e-7f;

    /// <summary>Axes that have a mean of their own; empty for one mean of all.</summary>
    public IReadOnlyList<int> Axes { get; init; } = [-1];

    /// <summary>The means that the configuration gives; null where they are weights.</summary>
    public IReadOnlyList<float>? Mean { get; init; }

    /// <summary>The variances that the configuration gives; null where they are weights.</summary>
    public IReadOnlyList<float>? Variance { get; init; }

    /// <summary>Whether to undo a normalization.</summary>
    public bool Invert { get; init; }

    private protected override IReadOnlyList<WeightSpec> Weights(Shape input)
    {
        if (Mean is not null)
            return [];
        Shape kept = [.. KeptAxes(input).Select(a => this.Known(input, a))];
        return [new("mean", kept, Trainable: false), new("variance", kept, Trainable: false), new("count", Shape.Scalar, Trainable: false)];
    }

    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        Shape broadcast = Broadcast(x.Type.Shape);
        Value mean = Mean is null ? graph.Reshape(weights[0], Extents(broadcast)) : graph.Emit(Given(Mean, broadcast));
        Value variance = Variance is null ? graph.Reshape(weights[1], Extents(broadcast)) : graph.Emit(Given(Variance, broadcast));
        Value deviation = graph.Binary(BinaryKind.Maximum, graph.Unary(UnaryKind.Sqrt, variance), Epsilon);
        return Invert
            ? graph.Binary(BinaryKind.Add, mean, graph.Binary(BinaryKind.Mul, x, deviation))
            : graph.Binary(BinaryKind.Div, graph.Binary(BinaryKind.Sub, x, mean), deviation);
    }

    private static Extent[] Extents(Shape shape) => [.. shape.Select(d => new Extent(d))];

    private static Literal Given(IReadOnlyList<float> values, Shape broadcast)
    {
        float[] all = values.Count == 1 ? [.. Enumerable.Repeat(values[0], checked((int)broadcast.ElementCount))] : [.. values];
        return broadcast.ElementCount == all.Length
            ? Literal.Of<float>(broadcast, all)
            : throw new ModelFormatException($"Normalization needs {broadcast.ElementCount} means and variances, not {all.Length}") { OpName = nameof(Normalization) };
    }

    private int[] KeptAxes(Shape input) => [.. Axes.Select(a => this.Axis(a, input.Rank)).Order()];

    private Shape Broadcast(Shape input)
    {
        int[] kept = KeptAxes(input);
        return [.. input.Select((_, i) => kept.Contains(i) ? this.Known(input, i) : 1)];
    }
}
