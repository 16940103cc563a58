using OneBit.IR;

namespace OneBit.Passes;

/// <summary>Runs passes over a graph in order.</summary>
public static class PassRunner
{
    /// <summary>Rewrites <paramref name="graph"/> in place. Inputs and outputs keep their order, types and names; the names of values that are computed away go with them.</summary>
    /// <param name="graph">The graph; it is verified first, so that what a file has wrong is not laid at a pass's door.</param>
    /// <param name="passes">A pipeline or any part of one.</param>
    /// <param name="options">Watching, stopping and verifying; null for none.</param>
    /// <param name="cancellationToken">Checked before each node; the graph is well-formed when it strikes.</param>
    /// <returns>Every step that was taken.</returns>
    /// <exception cref="ArgumentException">The pass to stop after is not among <paramref name="passes"/>.</exception>
    /// <exception cref="ModelFormatException">The given graph is ill-formed, or constants of the model cannot be computed, such as an index out of range.</exception>
    /// <exception cref="PassException">A pass broke the graph or does not come to rest; names the rule.</exception>
    public static PassTrace Run(Graph graph, IReadOnlyList<Pass> passes, PassOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(passes);
        options ??= new PassOptions();
        string? last = options.StopAfter?.Pass;
        if (last is not null && passes.All(pass => pass.Name != last))
            throw new ArgumentException($"no pass is called '{last}'; there are {string.Join(", ", passes)}", nameof(options));
        Verifier.Check(graph);
        var trace = new PassTrace();
        foreach (Pass pass in passes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            new PassRun(graph, pass, options, trace, cancellationToken).Execute();
            if (pass.Name == last)
                break;
        }
        return trace;
    }
}
