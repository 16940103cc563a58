using OneBit.Passes;

namespace OneBit.IR.Tests.Cases;

/// <summary>What came of a case: the steps that were taken, and what is wrong.</summary>
internal sealed record CaseOutcome(IReadOnlyList<PassStep> Steps, string? Failure);

/// <summary>
/// Runs one graph of a case file through its passes and checks five things: the text, the numbers, that a second run finds nothing to do, that printing and parsing is the identity,
/// and that inputs and outputs keep their names and types. The verifier runs after each step.
/// </summary>
internal static class CaseRunner
{
    public static CaseOutcome Run(CaseFile given)
    {
        Graph before = GraphParser.Parse(given.Text), after = GraphParser.Parse(given.Text);
        Verifier.Check(before);
        PassTrace trace = Rewrite(given, after);
        string? failure = Identity(before) ?? Identity(after) ?? Text(given, before, after, trace) ?? Border(before, after)
            ?? Numbers(given, before, after, trace) ?? Again(given, after);
        return new CaseOutcome(trace.Steps, failure is null ? null : $"{given.Path}:{given.Line}: {failure}\n--- steps\n{string.Join('\n', trace.Steps)}\n--- before\n{Readable(before)}--- after\n{Readable(after)}");
    }

    private static PassTrace Rewrite(CaseFile given, Graph graph) => PassRunner.Run(graph, given.Passes(), new PassOptions { VerifyEachStep = true });

    private static string? Text(CaseFile given, Graph before, Graph after, PassTrace trace)
    {
        if (!given.IsUnchanged)
            return trace.Steps.Count == 0 ? "no rule applied" : TextCheck.Failure(given.Checks, Readable(after));
        return trace.Steps.Count > 0 || Exact(before) != Exact(after) ? "the graph was to stay unchanged" : null;
    }

    private static string? Border(Graph before, Graph after)
    {
        (string was, string isNow) = (Border(before), Border(after));
        return was == isNow ? null : $"inputs and outputs were {was} and are {isNow}";
    }

    private static string Border(Graph graph) => string.Join(", ", graph.Inputs.Concat(graph.Outputs).Select(v => $"{v.Name ?? "unnamed"}: {v.Type}"));

    private static string? Numbers(CaseFile given, Graph before, Graph after, PassTrace trace) =>
        given.IsUnchanged ? null : CaseNumbers.Difference(before, after, trace.Promise, given.Tolerance, Seed(given));

    private static string? Again(CaseFile given, Graph after) => Rewrite(given, after).Steps is [{ } step, ..] ? $"a second run finds more to do: {step}" : null;

    private static string? Identity(Graph graph)
    {
        string text = Exact(graph);
        return Exact(GraphParser.Parse(text)) == text ? null : $"printing and parsing changes the text\n{text}";
    }

    private static string Exact(Graph graph) => GraphPrinter.Print(graph);

    private static string Readable(Graph graph) => GraphPrinter.Print(graph, PrintOptions.Elided);

    // FNV-1a, so that a case keeps its numbers wherever it runs.
    private static int Seed(CaseFile given) => (int)given.Text.Aggregate(2166136261u, (hash, c) => (hash ^ c) * 16777619u);
}
