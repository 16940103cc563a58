using OneBit.IR;

namespace OneBit.Passes;

/// <summary>Keeps one of several nodes that do the same to the same values; constants are the same where their contents are. Outputs of the model keep a node of their own.</summary>
public static class MergeEqual
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("merge-equal", "Computes once what was to be computed several times.") { Transform = Merge };

    private static bool Merge(Graph graph)
    {
        bool changed = false;
        var first = new Dictionary<Node, Node>(new SameWork());
        foreach (Node node in graph.Nodes)
        {
            // Readers come later, so a node's operands are the ones that were kept.
            if (first.TryAdd(node, node) || node.Results.Any(result => result.OutputUses > 0))
                continue;
            Node kept = first[node];
            foreach ((Value result, Value same) in node.Results.Zip(kept.Results))
            {
                graph.ReplaceUses(result, same);
                same.Name ??= result.Name;
            }
            kept.Origins = [.. kept.Origins.Union(node.Origins)];
            changed = true;
        }
        return changed;
    }

    private sealed class SameWork : IEqualityComparer<Node>
    {
        public bool Equals(Node? x, Node? y)
        {
            if (x is null || y is null || x.Operands.Count != y.Operands.Count || x.Results.Count != y.Results.Count)
                return ReferenceEquals(x, y);
            bool isSameOp = (x.Op, y.Op) is (Constant a, Constant b) ? a.Value.ContentEquals(b.Value) : x.Op.Equals(y.Op);
            return isSameOp && x.Operands.Zip(y.Operands).All(pair => ReferenceEquals(pair.First, pair.Second)) && x.Results.Zip(y.Results).All(pair => pair.First.Type == pair.Second.Type);
        }

        public int GetHashCode(Node node)
        {
            var hash = default(HashCode);
            if (node.Op is Constant { Value: var literal })
            {
                hash.Add(literal.Type.Shape);
                hash.AddBytes(literal.Bytes.Span[..Math.Min(256, literal.Bytes.Length)]);
            }
            else
            {
                hash.Add(node.Op);
            }
            foreach (Value? operand in node.Operands)
                hash.Add(operand is null ? 0 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(operand));
            return hash.ToHashCode();
        }
    }
}
