using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>What must hold of every graph, as a list of rules. A graph that breaks one was built wrongly, or read from a file that is wrong.</summary>
public static class Verifier
{
    /// <summary>The rules by name; each lists its problems in a graph.</summary>
    public static IReadOnlyList<VerifierRule> Rules { get; } =
    [
        new("operands are defined before they are used", GraphRules.DefinedBeforeUse),
        new("every node stands once and owns its results", GraphRules.OneProducer),
        new("lists of uses are right", GraphRules.Uses),
        new("outputs are set", GraphRules.Outputs),
        new("bits behind the last channel of a constant are 0", TypeRules.PaddingBitsClear),
        new("types are as inferred", TypeRules.AsInferred),
        new("only binary ops read bits", TypeRules.BitsOnlyInBinaryOps),
        new("scales fit their tensors", TypeRules.QuantizationFits),
        new("arithmetic on codes knows their scales", TypeRules.CodesHaveScales),
    ];

    /// <summary>Everything that is wrong, in the order of <see cref="Rules"/>; empty where all is well.</summary>
    public static IReadOnlyList<Problem> Problems(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return [.. Rules.SelectMany(rule => rule.Check(graph).Select(problem => problem with { Rule = rule.Name }))];
    }

    /// <summary>Throws where <see cref="Problems"/> finds any.</summary>
    /// <exception cref="ModelFormatException">Says the first problem and how many there are.</exception>
    public static void Check(Graph graph)
    {
        IReadOnlyList<Problem> problems = Problems(graph);
        if (problems.Count == 0)
            return;
        Problem first = problems[0];
        string more = problems.Count == 1 ? string.Empty : $" (and {problems.Count - 1} more)";
        throw new ModelFormatException(first + more) { OpIndex = first.NodeIndex, OpName = first.OpName, TensorName = first.TensorName, Expected = first.Rule };
    }
}

/// <summary>A rule of <see cref="Verifier"/>.</summary>
public sealed record VerifierRule(string Name, Func<Graph, IEnumerable<Problem>> Check);

/// <summary>What is wrong with a graph, and where: index and kind of the node, name of the tensor.</summary>
public sealed record Problem(string Message, int? NodeIndex = null, string? OpName = null, string? TensorName = null)
{
    /// <summary>The rule that found it.</summary>
    public string? Rule { get; init; }

    /// <inheritdoc/>
    public override string ToString() => NodeIndex is { } index ? FormattableString.Invariant($"node {index} ({OpName}): {Message}") : Message;

    internal static Problem At(int index, Node node, string message, Value? value = null) => new(message, index, node.Op.Schema.Name, value?.Name);
}
