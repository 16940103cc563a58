using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Conformance;

/// <summary>Everything that is checked against the recorded cases.</summary>
internal static class Executors
{
    /// <summary>One row per executor.</summary>
    public static IReadOnlyList<IExecutor> All { get; } = [new ReferenceLoops(), new Sessions(threads: 1), new Sessions(threads: 2)];

    /// <summary>The executor of that name.</summary>
    public static IExecutor Named(string name) => All.Single(e => e.Name == name);

    /// <summary>Runs <paramref name="graph"/> once per sample and stacks the outputs.</summary>
    /// <param name="executor">Name of the executor.</param>
    /// <param name="graph">The model.</param>
    /// <param name="inputs">One array per graph input, samples first; a sample has as many elements as the input has, or its dimensions where the input's are unknown. None: one run.</param>
    /// <param name="limit">Most samples to run.</param>
    public static IReadOnlyList<NumpyArray> Run(string executor, Graph graph, IReadOnlyList<NumpyArray> inputs, int limit = int.MaxValue)
    {
        Func<IReadOnlyList<Literal>, IReadOnlyList<Literal>> run = Named(executor).Load(graph);
        int samples = inputs.Count == 0 ? 1 : Math.Min(limit, inputs[0].Shape[0]);
        var rows = new List<IReadOnlyList<Literal>>();
        for (int s = 0; s < samples; s++)
            rows.Add(run([.. inputs.Zip(graph.Inputs, (array, input) => array.Sample(s, input.Type))]));
        return [.. Enumerable.Range(0, graph.Outputs.Count).Select(k => NumpyArray.Stack([.. rows.Select(r => r[k])]))];
    }
}
