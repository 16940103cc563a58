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
        var users = new Dictionary<Value, List<Node>>();
        foreach (Node node in graph.Nodes.Distinct())
        {
            foreach (Value operand in node.Operands.OfType<Value>())
            {
                if (!users.TryGetValue(operand, out List<Node>? nodes))
                    users[operand] = nodes = [];
                nodes.Add(node);
            }
        }
        foreach ((int index, Value value) in Values(graph))
        {
            List<Node> expected = users.GetValueOrDefault(value) ?? [];
            if (!AreSame(expected, value.Users))
                yield return At(graph, index, $"{value} lists {value.Users.Count} uses, operands say {expected.Count}", value);
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
            foreach (SignatureEntry entry in signature.Inputs)
            {
                if (entry.Index < 0 || entry.Index >= graph.Inputs.Count)
                    yield return new Problem($"signature {signature.Key} names input {entry.Index} '{entry.Name}', the graph has {graph.Inputs.Count}");
            }
            foreach (SignatureEntry entry in signature.Outputs)
            {
                if (entry.Index < 0 || entry.Index >= graph.Outputs.Count)
                    yield return new Problem($"signature {signature.Key} names output {entry.Index} '{entry.Name}', the graph has {graph.Outputs.Count}");
            }
        }
    }

    /// <summary>Graph inputs (index −1) and results, each with the index of its node.</summary>
    public static IEnumerable<(int Index, Value Value)> Values(Graph graph)
    {
        foreach (Value input in graph.Inputs)
            yield return (-1, input);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (Value result in graph.Nodes[i].Results)
                yield return (i, result);
        }
    }

    // The same nodes, each as often, in any order.
    private static bool AreSame(List<Node> expected, IReadOnlyList<Node> listed)
    {
        if (expected.Count != listed.Count)
            return false;
        if (expected.SequenceEqual(listed))
            return true;
        var left = new Dictionary<Node, int>();
        foreach (Node node in expected)
            left[node] = left.GetValueOrDefault(node) + 1;
        foreach (Node node in listed)
        {
            int count = left.GetValueOrDefault(node);
            if (count == 0)
                return false;
            left[node] = count - 1;
        }
        return true;
    }

    public static Problem At(Graph graph, int index, string message, Value value) =>
        index < 0 ? new Problem($"input {message}", TensorName: value.Name) : Problem.At(index, graph.Nodes[index], message, value);
}
