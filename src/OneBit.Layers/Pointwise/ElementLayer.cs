using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>A layer of one input and one output; without weights, unless it says so.</summary>
public abstract record SimpleLayer : Layer
{
    /// <inheritdoc/>
    public sealed override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<Shape> inputs) => Weights(this.One(inputs));

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Value> Emit(Graph graph, IReadOnlyList<Value> inputs, IReadOnlyList<Value> weights) =>
        [Emit(graph, this.One(inputs), weights)];

    /// <summary>The weights for an input of this shape.</summary>
    private protected virtual IReadOnlyList<WeightSpec> Weights(Shape input) => [];

    /// <summary>The layer's function.</summary>
    private protected abstract Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights);
}

/// <summary>y = x: what dropout, noise and regularization layers are at inference.</summary>
public sealed record Identity : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights) => x;
}

/// <summary>A function of each element that the IR has an op for.</summary>
public sealed record Elementwise(UnaryKind Kind) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights) => graph.Unary(Kind, x);
}

/// <summary>A quantizer used as a layer or as an activation.</summary>
public sealed record QuantizerLayer(Quantizer Quantizer) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights) => Quantizer.Emit(graph, x);
}

/// <summary>y = max(min(x, max), min), TensorFlow's <c>clip_by_value</c>.</summary>
public sealed record Clip(float Min, float Max) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights) => (Min, Max) switch
    {
        (0, 6) => graph.Unary(UnaryKind.Relu6, x),
        (-1, 1) => graph.Unary(UnaryKind.ReluN1To1, x),
        (0, float.PositiveInfinity) => graph.Unary(UnaryKind.Relu, x),
        _ => graph.Binary(BinaryKind.Maximum, graph.Binary(BinaryKind.Minimum, x, Max), Min),
    };
}

/// <summary>TensorFlow's <c>fake_quant_with_min_max_vars</c>: x on a grid of 2^bits steps over a range that is nudged so that it holds 0.</summary>
public sealed record FakeQuantizer(float Min, float Max, int Bits = 8) : SimpleLayer
{
    /// <summary>Whether the lowest code is left out.</summary>
    public bool NarrowRange { get; init; }

    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights) =>
        graph.Emit(new FakeQuantize { Min = Min, Max = Max, Bits = Bits, NarrowRange = NarrowRange }, x);
}

/// <summary>y = x·scale + offset, each operation rounded; scale and offset broadcast against x, and are left out where null.</summary>
public sealed record Affine(Literal? Scale, Literal? Offset) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        Value scaled = Scale is null ? x : graph.Binary(BinaryKind.Mul, x, graph.Emit(Scale));
        return Offset is null ? scaled : graph.Binary(BinaryKind.Add, scaled, graph.Emit(Offset));
    }
}
