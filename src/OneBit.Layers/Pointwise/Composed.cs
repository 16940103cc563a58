using OneBit.IR;

namespace OneBit.Layers;

/// <summary>An activation that is written in several ops; <see cref="ComposedFunctions"/> has the formulas.</summary>
/// <param name="Function">Which.</param>
public sealed record Composed(ComposedFunction Function) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights) => ComposedFunctions.Emit(graph, Function, x);
}

/// <summary>Functions of one element that the IR has no op for.</summary>
public enum ComposedFunction
{
    /// <summary>clip(0.2·x + 0.5, 0, 1): <c>hard_sigmoid</c> up to Keras 2.</summary>
    HardSigmoid,

    /// <summary>relu6(x + 3)/6: <c>hard_sigmoid</c> of Keras 3.</summary>
    HardSigmoid6,

    /// <summary>1.0507…·elu(x, 1.6733…).</summary>
    Selu,

    /// <summary>log(1 + eˣ).</summary>
    Softplus,

    /// <summary>x/(1 + |x|).</summary>
    Softsign,

    /// <summary>x·sigmoid(x).</summary>
    Swish,

    /// <summary>x·tanh(softplus(x)).</summary>
    Mish,

    /// <summary>Larq: clip(x, −1, 1) + 0.2·((max(x, 1) − 1) + (min(x, −1) + 1)).</summary>
    LeakyTanh,
}

/// <summary>The formulas.</summary>
internal static class ComposedFunctions
{
    private const float SeluAlpha = 1.6732632423543772f;
    private const float SeluScale = 1.0507009873554805f;
    private const float LeakyTanhSlope = 0.2f;

    public static Value Emit(Graph graph, ComposedFunction function, Value x) => function switch
    {
        ComposedFunction.HardSigmoid => Clip(graph, Add(graph, Mul(graph, x, 0.2f), 0.5f), 0, 1),
        ComposedFunction.HardSigmoid6 => Mul(graph, graph.Unary(UnaryKind.Relu6, Add(graph, x, 3)), 1f / 6),
        ComposedFunction.Selu => Selu(graph, x),
        ComposedFunction.Softplus => Softplus(graph, x),
        ComposedFunction.Softsign => graph.Binary(BinaryKind.Div, x, Add(graph, graph.Unary(UnaryKind.Abs, x), 1)),
        ComposedFunction.Swish => graph.Binary(BinaryKind.Mul, x, graph.Unary(UnaryKind.Logistic, x)),
        ComposedFunction.Mish => graph.Binary(BinaryKind.Mul, x, graph.Unary(UnaryKind.Tanh, Softplus(graph, x))),
        ComposedFunction.LeakyTanh => LeakyTanh(graph, x),
        _ => throw new ArgumentOutOfRangeException(nameof(function)),
    };

    private static Value Selu(Graph graph, Value x)
    {
        Value below = Mul(graph, graph.Unary(UnaryKind.Elu, graph.Binary(BinaryKind.Minimum, x, 0)), SeluScale * SeluAlpha);
        return graph.Binary(BinaryKind.Add, Mul(graph, graph.Unary(UnaryKind.Relu, x), SeluScale), below);
    }

    // max(x, 0) + log(1 + exp(-|x|)), which does not overflow.
    private static Value Softplus(Graph graph, Value x)
    {
        Value tail = graph.Unary(UnaryKind.Exp, graph.Unary(UnaryKind.Neg, graph.Unary(UnaryKind.Abs, x)));
        return graph.Binary(BinaryKind.Add, graph.Unary(UnaryKind.Relu, x), graph.Unary(UnaryKind.Log, Add(graph, tail, 1)));
    }

    private static Value LeakyTanh(Graph graph, Value x)
    {
        Value above = Mul(graph, Add(graph, graph.Binary(BinaryKind.Maximum, x, 1), -1), LeakyTanhSlope);
        Value below = Mul(graph, Add(graph, graph.Binary(BinaryKind.Minimum, x, -1), 1), LeakyTanhSlope);
        Value inside = graph.Unary(UnaryKind.ReluN1To1, x);
        return graph.Binary(BinaryKind.Add, graph.Binary(BinaryKind.Add, inside, above), below);
    }

    private static Value Clip(Graph graph, Value x, float min, float max) =>
        graph.Binary(BinaryKind.Maximum, graph.Binary(BinaryKind.Minimum, x, max), min);

    private static Value Add(Graph graph, Value x, float y) => graph.Binary(BinaryKind.Add, x, y);

    private static Value Mul(Graph graph, Value x, float y) => graph.Binary(BinaryKind.Mul, x, y);
}
