using OneBit.IR;

namespace OneBit.Layers;

/// <summary>TensorFlow's <c>fake_quant_with_min_max_vars</c>: x on a grid of 2^bits steps over a range that is nudged so that it holds 0.</summary>
public sealed record FakeQuantizer(float Min, float Max, int Bits = 8) : SimpleLayer
{
    /// <summary>Whether the lowest code is left out.</summary>
    public bool NarrowRange { get; init; }

    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights) =>
        graph.Emit(new FakeQuantize { Min = Min, Max = Max, Bits = Bits, NarrowRange = NarrowRange }, x);
}
