using System.Collections.Immutable;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>
/// Lets nodes of one op, equal attributes, operands and types share one result, constants by their bits: an input that several layers quantize alike is then quantized, and packed, once.
/// Merged nodes stem from all layers that they stood for. An output keeps its name.
/// </summary>
public static class MergeEqualNodes
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("merge-equal-nodes", "Computes once what is computed twice.") { Transform = Merge };

    private static bool Merge(Graph graph)
    {
        var firsts = new Dictionary<Node, Node>(NodeContent.Comparer);
        bool changed = false;
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (firsts.TryAdd(node, node))
                continue;
            Node first = firsts[node];
            if (!node.Results.Zip(first.Results).All(pair => Replacement.KeepsOutputName(pair.First, pair.Second)))
                continue;
            foreach ((Value result, Value kept) in node.Results.Zip(first.Results))
            {
                Replacement.TakeOver(result, kept, isNew: false);
                graph.ReplaceUses(result, kept);
            }
            first.Origins = [.. first.Origins.Union(node.Origins)];
            Graph.Release(node);
            changed = true;
        }
        graph.RemoveDeadNodes();
        return changed;
    }

    // Operands are compared by identity: what stands before a node is merged already.
    private sealed class NodeContent : IEqualityComparer<Node>
    {
        public static readonly NodeContent Comparer = new();

        public bool Equals(Node? x, Node? y) => ReferenceEquals(x, y) || (x is not null && y is not null && SameOp(x.Op, y.Op)
            && x.Operands.SequenceEqual(y.Operands) && x.Results.Select(r => r.Type).SequenceEqual(y.Results.Select(r => r.Type)));

        public int GetHashCode(Node node)
        {
            var hash = default(HashCode);
            hash.Add(node.Op.Schema.Name, StringComparer.Ordinal);
            if (node.Op is Constant constant)
                hash.AddBytes(constant.Value.Bytes.Span);
            foreach (Value? operand in node.Operands)
                hash.Add(operand);
            return hash.ToHashCode();
        }

        private static bool SameOp(Op x, Op y)
        {
            if (x is Constant k && y is Constant l)
                return k.Value.ContentEquals(l.Value);
            return x.Schema == y.Schema && x.Schema.Attributes.All(attribute => SameAttribute(attribute.Get(x), attribute.Get(y)));
        }

        // Floats by their bits: an alpha of −0 is another than 0.
        private static bool SameAttribute(object x, object y) => (x, y) switch
        {
            (ImmutableArray<int> a, ImmutableArray<int> b) => a.SequenceEqual(b),
            (float a, float b) => BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b),
            _ => x.Equals(y),
        };
    }
}
