using Xunit;

namespace OneBit.IR.Tests.Text;

/// <summary>Compares graphs node by node, constants bit for bit.</summary>
internal static class GraphEquality
{
    public static void RoundTrips(Graph graph)
    {
        string text = GraphPrinter.Print(graph);
        Graph parsed = GraphParser.Parse(text);
        Assert.Equal(text, GraphPrinter.Print(parsed));
        Same(graph, parsed);
    }

    private static void Same(Graph expected, Graph actual)
    {
        Assert.Equal((expected.Name, expected.Description), (actual.Name, actual.Description));
        Assert.Equal(expected.Metadata.Select(m => (m.Key, Convert.ToHexString(m.Value.Span))), actual.Metadata.Select(m => (m.Key, Convert.ToHexString(m.Value.Span))));
        Assert.Equivalent(expected.Signatures, actual.Signatures, strict: true);
        Assert.Equal(expected.Inputs.Select(Describe), actual.Inputs.Select(Describe));
        Dictionary<Value, (int, int)> places = Places(expected);
        Dictionary<Value, (int, int)> parsedPlaces = Places(actual);
        Assert.Equal(expected.Outputs.Select(o => places[o]), actual.Outputs.Select(o => parsedPlaces[o]));
        Assert.Equal(expected.Nodes.Count, actual.Nodes.Count);
        foreach ((Node left, Node right) in expected.Nodes.Zip(actual.Nodes))
        {
            Assert.Equal(GraphPrinter.Print(left.Op), GraphPrinter.Print(right.Op));
            Assert.Equal(left.Results.Select(Describe), right.Results.Select(Describe));
            Assert.Equal(left.Operands.Select(o => o is null ? (-2, 0) : places[o]), right.Operands.Select(o => o is null ? (-2, 0) : parsedPlaces[o]));
            Assert.True(left.Op is not Constant constant || constant.Value.ContentEquals(((Constant)right.Op).Value), $"the values of {left} differ");
        }
    }

    private static string Describe(Value value) => $"{value.Type} {value.Type.Quantization} {value.Type.Quantization?.Axis} {value.Name ?? "(none)"}";

    private static Dictionary<Value, (int Node, int Result)> Places(Graph graph) =>
        graph.Inputs.Select(v => (v, (-1, v.Index))).Concat(graph.Nodes.Index().SelectMany(n => n.Item.Results.Select(v => (v, (n.Index, v.Index))))).ToDictionary(p => p.v, p => p.Item2);
}
