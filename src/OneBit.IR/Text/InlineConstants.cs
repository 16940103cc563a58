namespace OneBit.IR;

/// <summary>
/// Constants that are printed where they are used: short, without a name, used once, and standing directly in front of their node in the order of its operands,
/// so that the parser puts them back where they were.
/// </summary>
internal static class InlineConstants
{
    public static HashSet<Value> Of(Graph graph, PrintOptions options)
    {
        var inline = new HashSet<Value>();
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            int before = i;
            foreach (Value operand in graph.Nodes[i].Operands.Reverse().OfType<Value>())
            {
                if (before == 0 || !ReferenceEquals(graph.Nodes[before - 1], operand.Producer) || !IsCandidate(operand, options))
                    continue;
                inline.Add(operand);
                before--;
            }
        }
        return inline;
    }

    private static bool IsCandidate(Value value, PrintOptions options) =>
        value is { Name: null, HasOneUse: true, Constant: { } literal } && LiteralText.Format(literal, options.MaxInlineElements) is not null;
}
