using Xunit;

namespace OneBit.IR.Tests.Inference;

/// <summary>One application of an op in the text form: <c>%0</c>, <c>%1</c>, … are inputs of the given types.</summary>
internal static class InferenceCase
{
    public static Graph Parse(string inputs, string application, int results = 1) => GraphParser.Parse(Text(inputs, application, results));

    public static void Gives(string inputs, string application, string expected)
    {
        Graph graph = Parse(inputs, application, expected.Split(" ; ").Length);
        Assert.Equal(expected, string.Join(" ; ", graph.Nodes[^1].Results.Select(r => r.Type)));
        Verifier.Check(graph);
    }

    public static void IsRefused(string inputs, string application, string message)
    {
        GraphTextException error = Assert.Throws<GraphTextException>(() => Parse(inputs, application));
        var cause = Assert.IsType<ModelFormatException>(error.InnerException, exactMatch: false);
        Assert.Contains(message, cause.Message, StringComparison.Ordinal);
        Assert.NotNull(cause.OpName);
    }

    private static string Text(string inputs, string application, int results)
    {
        string[] types = inputs.Split(" ; ", StringSplitOptions.RemoveEmptyEntries);
        string parameters = string.Join(", ", types.Select((type, i) => $"%{i}: {type}"));
        string names = string.Join(", ", Enumerable.Range(0, results).Select(i => $"%r{i}"));
        return $"graph @case({parameters}) {{\n  {names} = {application}\n  return {names}\n}}\n";
    }
}
