using OneBit.IR;

namespace OneBit.Layers;

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
