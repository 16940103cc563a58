using OneBit.IR;
using OneBit.Tensors;
using Xunit;

namespace OneBit.TfLite.Tests;

/// <summary>Structural equality of graphs: same nodes in the same order, over the same values, with the same types, constants and names.</summary>
internal static class GraphEquality
{
    public static void AssertSame(Graph expected, Graph actual, bool anyOrderOfConstants = false)
    {
        if (anyOrderOfConstants)
        {
            AtFirstUse(expected);
            AtFirstUse(actual);
        }
        Assert.Equal(expected.Name, actual.Name);
        Assert.Equal(expected.Description, actual.Description);
        Assert.Equal(expected.Inputs.Select(Describe), actual.Inputs.Select(Describe));
        var numbers = new Dictionary<Value, int>();
        var otherNumbers = new Dictionary<Value, int>();
        Number(expected.Inputs, numbers);
        Number(actual.Inputs, otherNumbers);
        Assert.Equal(expected.Nodes.Count, actual.Nodes.Count);
        foreach ((Node left, Node right) in expected.Nodes.Zip(actual.Nodes))
        {
            AssertSameOp(left.Op, right.Op);
            Assert.Equal(left.Operands.Select(o => o is null ? -1 : numbers[o]), right.Operands.Select(o => o is null ? -1 : otherNumbers[o]));
            Assert.Equal(left.Results.Select(Describe), right.Results.Select(Describe));
            Number(left.Results, numbers);
            Number(right.Results, otherNumbers);
        }
        Assert.Equal(expected.Outputs.Select(o => numbers[o]), actual.Outputs.Select(o => otherNumbers[o]));
        Assert.Equal(expected.Signatures.Select(Describe), actual.Signatures.Select(Describe));
        Assert.Equal(expected.Metadata.Select(m => m.Key), actual.Metadata.Select(m => m.Key));
        Assert.All(expected.Metadata.Zip(actual.Metadata), pair => Assert.True(pair.First.Value.Span.SequenceEqual(pair.Second.Value.Span), pair.First.Key));
    }

    // The reader adds a constant in front of its first user, whoever builds a graph adds it where it likes.
    private static void AtFirstUse(Graph graph)
    {
        var order = new List<Node>();
        foreach (Node node in graph.Nodes.Where(n => n.Op is not Constant))
        {
            order.AddRange(node.Operands.Where(o => o?.Constant is not null).Select(o => o!.Producer!).Where(p => !order.Contains(p)));
            order.Add(node);
        }
        graph.Reorder(order);
    }

    private static void AssertSameOp(Op left, Op right)
    {
        if (left is Constant a && right is Constant b)
        {
            Assert.True(a.Value.ContentEquals(b.Value), $"constants of type {a.Value} and {b.Value} differ");
            return;
        }
        Assert.Same(left.Schema, right.Schema);
        Assert.All(left.Schema.Attributes, attribute => Assert.Equal(attribute.Get(left), attribute.Get(right)));
    }

    private static void Number(IEnumerable<Value> values, Dictionary<Value, int> numbers)
    {
        foreach (Value value in values)
            numbers.Add(value, numbers.Count);
    }

    private static string Describe(Value value) => $"{value.Name}: {Describe(value.Type)}";

    private static string Describe(TensorType type) => type.Quantization is { } q ? $"{type} along {q.Axis} by {string.Join(' ', q.Scales)} from {string.Join(' ', q.ZeroPoints)}" : $"{type}";

    private static string Describe(Signature signature) => $"{signature.Key}({string.Join(", ", signature.Inputs)}) -> ({string.Join(", ", signature.Outputs)})";
}
