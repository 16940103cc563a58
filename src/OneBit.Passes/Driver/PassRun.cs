using OneBit.IR;

namespace OneBit.Passes;

/// <summary>One pass at work on one graph: counts its steps, verifies, tells watchers, and knows when to stop.</summary>
internal sealed class PassRun(Graph graph, Pass pass, PassOptions options, PassTrace trace, CancellationToken cancellationToken)
{
    private readonly int first = trace.Steps.Count;
    private readonly int budget = options.StepBudget ?? 64 + (16 * graph.Nodes.Count);

    /// <summary>True once the step that the run stops after is done.</summary>
    public bool IsStopped => options.StopAfter?.Step <= trace.Steps.Count;

    /// <summary>False once the run is stopped.</summary>
    /// <exception cref="OperationCanceledException">It is cancelled.</exception>
    public bool GoesOn()
    {
        cancellationToken.ThrowIfCancellationRequested();
        return !IsStopped;
    }

    /// <summary>Does the pass and leaves a well-formed graph without dead nodes.</summary>
    public void Execute()
    {
        if (IsStopped)
            return;
        if (pass.Transform?.Invoke(graph) == true)
            Complete(trace.Add(pass), () => { });
        new RuleDriver(graph, pass, this).Run();
        graph.RemoveDeadNodes();
        if (trace.Steps.Count > first) // most passes find nothing to do
            Verify(rule: null);
        options.AfterPass?.Invoke(pass, graph);
    }

    /// <summary>Writes down that <paramref name="rule"/> replaced <paramref name="root"/>.</summary>
    /// <exception cref="PassException">The pass has used up its steps.</exception>
    public PassStep Record(Rule rule, Value root)
    {
        if (trace.Steps.Count - first >= budget)
            throw new PassException(pass.Name, rule.Name, $"no rest after {budget} steps; the last ones: {LastRules()}");
        return trace.Add(pass, rule, root);
    }

    /// <summary>Verifies and shows the graph behind a step, where that was asked for.</summary>
    public void Complete(PassStep step, Action commit)
    {
        if (!options.VerifyEachStep && options.AfterStep is null)
            return;
        commit();
        if (options.VerifyEachStep)
            Verify(step.Rule);
        options.AfterStep?.Invoke(step, graph);
    }

    private void Verify(string? rule)
    {
        try
        {
            Verifier.Check(graph);
        }
        catch (ModelFormatException e)
        {
            throw new PassException(pass.Name, rule, $"left an ill-formed graph: {e.Message}", e);
        }
    }

    private string LastRules() => string.Join(", ", trace.Steps
        .Skip(Math.Max(first, trace.Steps.Count - 32))
        .CountBy(step => step.Rule ?? step.Pass)
        .OrderByDescending(rule => rule.Value)
        .Select(rule => FormattableString.Invariant($"{rule.Key} {rule.Value} times")));
}
