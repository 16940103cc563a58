using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>
/// BatchNormalization at inference: (x − mean)·g + beta or x·g + (beta − mean·g), g = gamma/√(variance + epsilon), along one axis; which of the two, see <see cref="Fused"/>.  (F10)
/// Weights: gamma and beta where there are any, moving_mean, moving_variance.
/// </summary>
public sealed record BatchNormalization : SimpleLayer
{
    /// <summary>The axis of the channels; another than the last is moved to the end and back.</summary>
    public int AlongAxis { get; init; } = -1;

    /// <summary>Added to the variance.</summary>
    public float Epsilon { get; init; } = 1e-3f;

    /// <summary>Whether there is a gamma.</summary>
    public bool Scale { get; init; } = true;

    /// <summary>Whether there is a beta.</summary>
    public bool Center { get; init; } = true;

    /// <summary>Whether images and volumes (rank 4 and 5) go through TensorFlow's fused kernel, which subtracts the mean first: they do in Keras 2, and not in Keras 3.</summary>
    public bool Fused { get; init; } = true;

    private protected override IReadOnlyList<WeightSpec> Weights(Shape input)
    {
        Shape channels = [this.Known(input, AlongAxis)];
        var weights = new List<WeightSpec>();
        if (Scale)
            weights.Add(new WeightSpec("gamma", channels));
        if (Center)
            weights.Add(new WeightSpec("beta", channels));
        weights.Add(new WeightSpec("moving_mean", channels, Trainable: false));
        weights.Add(new WeightSpec("moving_variance", channels, Trainable: false));
        return weights;
    }

    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        int rank = x.Type.Shape.Rank;
        Value? gamma = Scale ? weights[0] : null;
        Value? beta = Center ? weights[Scale ? 1 : 0] : null;
        var op = new BatchNorm { Epsilon = Epsilon, Form = Fused && rank is 4 or 5 ? BatchNormForm.Centered : BatchNormForm.Folded };
        return graph.Along(x, this.Axis(AlongAxis, rank), v => graph.Emit(op, v, weights[^2], weights[^1], gamma, beta));
    }
}
