namespace OneBit.IR;

/// <summary>Rules of <see cref="Verifier"/> about how nodes and values hang together.</summary>
internal static class GraphRules
{
    public static IEnumerable<Problem> DefinedBeforeUse(Graph graph)
    {
        var defined = new HashSet<Value>(graph.Inputs);
        foreach ((int index, Node node) in graph.Nodes.Index())
        {
            for (int i = 0; i < node.Operands.Count; i++)
            {
                if (node.Operands[i] is { } operand && !defined.Contains(operand))
                    yield return Problem.At(index, node, $"{node.Op.Schema.OperandName(i)} {operand} is not defined before its use", operand);
            }
            defined.UnionWith(node.Results);
        }
        foreach ((int index, Value output) in graph.Outputs.Index())
        {
            if (!defined.Contains(output))
                yield return new Problem($"output {index} {output} is not defined in the graph", TensorName: output.Name);
        }
    }

    public static IEnumerable<Problem> OneProducer(Graph graph)
    {
        var seen = new HashSet<Node>();
        foreach ((int index, Node node) in graph.Nodes.Index())
        {
            if (!seen.Add(node))
                yield return Problem.At(index, node, "the node stands twice in the order of execution, its results have two producers");
            foreach ((int i, Value result) in node.Results.Index())
            {
                if (!ReferenceEquals(result.Producer, node) || result.Index != i)
                    yield return Problem.At(index, node, $"result {i} says that it has another producer", result);
            }
        }
    }

    public static IEnumerable<Problem> Uses(Graph graph)
    {
        var uses = new Dictionary<(Value, Node), int>();
        foreach (Node node in graph.Nodes.Distinct())
        {
            foreach (Value operand in node.Operands.OfType<Value>())
                uses[(operand, node)] = uses.GetValueOrDefault((operand, node)) + 1;
        }
        ILookup<Value, int> expected = uses.ToLookup(u => u.Key.Item1, u => u.Value);
        foreach ((int index, Value value) in Values(graph))
        {
            bool agrees = expected[value].Sum() == value.Users.Count
                && value.Users.GroupBy(user => user).All(group => uses.GetValueOrDefault((value, group.Key)) == group.Count());
            if (!agrees)
                yield return At(graph, index, $"{value} lists {value.Users.Count} uses, operands say {expected[value].Sum()}", value);
            int outputs = graph.Outputs.Count(o => ReferenceEquals(o, value));
            if (value.OutputUses != outputs)
                yield return At(graph, index, $"{value} counts {value.OutputUses} uses as output, it is {outputs} outputs", value);
        }
    }

    public static IEnumerable<Problem> Outputs(Graph graph)
    {
        if (graph.Outputs.Count == 0)
            yield return new Problem($"graph {graph.Name} has no outputs");
        foreach (Signature signature in graph.Signatures)
        {
            foreach (SignatureEntry entry in signature.Inputs.Where(e => e.Index < 0 || e.Index >= graph.Inputs.Count))
                yield return new Problem($"signature {signature.Key} names input {entry.Index} '{entry.Name}', the graph has {graph.Inputs.Count}");
            foreach (SignatureEntry entry in signature.Outputs.Where(e => e.Index < 0 || e.Index >= graph.Outputs.Count))
                yield return new Problem($"signature {signature.Key} names output {entry.Index} '{entry.Name}', the graph has {graph.Outputs.Count}");
        }
    }

    /// <summary>Graph inputs (index −1) and results, each with the index of its node.</summary>
    public static IEnumerable<(int Index, Value Value)> Values(Graph graph) =>
        graph.Inputs.Select(v => (-1, v)).Concat(graph.Nodes.Index().SelectMany(n => n.Item.Results.Select(v => (n.Index, v))));

    public static Problem At(Graph graph, int index, string message, Value value) =>
        index < 0 ? new Problem($"input {message}", TensorName: value.Name) : Problem.At(index, graph.Nodes[index], message, value);
}
