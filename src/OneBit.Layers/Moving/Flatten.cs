using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>Flatten: [batch, all the rest].</summary>
public sealed record Flatten : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        Shape rest = [.. x.Type.Shape.Skip(1)];
        return graph.Reshape(x, Extent.Of(x, 0), rest.IsStatic ? checked((int)rest.ElementCount) : Shape.Unknown);
    }
}
