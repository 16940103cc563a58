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
