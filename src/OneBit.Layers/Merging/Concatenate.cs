using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>Concatenate: joins inputs along an axis.</summary>
public sealed record Concatenate(int AlongAxis = -1) : Layer
{
    /// <inheritdoc/>
    public override IReadOnlyList<Value> Emit(Graph graph, IReadOnlyList<Value> inputs, IReadOnlyList<Value> weights)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (inputs.Count == 0)
            throw this.Wrong("an input", "none");
        int axis = this.Axis(AlongAxis, inputs[0].Type.Shape.Rank);
        return [inputs.Count == 1 ? inputs[0] : graph.Emit(new Concat { Axis = axis }, [.. inputs])];
    }
}
