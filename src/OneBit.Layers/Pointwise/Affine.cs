using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>y = x·scale + offset, each operation rounded; scale and offset broadcast against x, and are left out where null.</summary>
public sealed record Affine(Literal? Scale, Literal? Offset) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        Value scaled = Scale is null ? x : graph.Binary(BinaryKind.Mul, x, graph.Emit(Scale));
        return Offset is null ? scaled : graph.Binary(BinaryKind.Add, scaled, graph.Emit(Offset));
    }
}
