using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>Reshape: the same elements under another shape behind the batch; one of its dimensions may be −1.</summary>
public sealed record ReshapeLayer(IReadOnlyList<int> Target) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        if (Target.Any(d => d < -1) || Target.Count(d => d == -1) > 1)
            throw this.Wrong("a shape with at most one -1 and nothing below", $"[{string.Join(", ", Target)}]");
        return graph.Reshape(x, [Extent.Of(x, 0), .. Resolved(x.Type.Shape).Select(d => new Extent(d))]);
    }

    // The open dimension is computed here where the input allows it, so that an unknown batch stays the only unknown.
    private int[] Resolved(Shape input)
    {
        Shape rest = [.. input.Skip(1)];
        int[] target = [.. Target];
        int open = Array.IndexOf(target, -1);
        if (open < 0 || !rest.IsStatic)
            return target;
        long known = target.Where(d => d != -1).Aggregate(1L, (product, d) => checked(product * d));
        if (known == 0 || rest.ElementCount % known != 0)
            throw this.Wrong($"a number of elements that fills [{string.Join(", ", Target)}]", $"{input}");
        target[open] = checked((int)(rest.ElementCount / known));
        return target;
    }
}
