using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

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
