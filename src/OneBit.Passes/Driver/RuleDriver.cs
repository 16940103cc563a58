using OneBit.IR;

namespace OneBit.Passes;

/// <summary>
/// Applies the rules of one pass until none applies. Walks the nodes in order; what a rule emits is looked at next, so that a rule meets canonical operands.
/// <c>done</c> followed by <c>ahead</c> is the graph's order at any time.
/// </summary>
internal sealed class RuleDriver(Graph graph, Pass pass, PassRun run)
{
    private readonly Rewriter rewriter = new(graph);
    private readonly List<Node> done = [];
    private readonly Stack<Node> ahead = [];

    /// <summary>Applies the rules to rest, to the end of the step budget, or to the step that the run stops after.</summary>
    public void Run()
    {
        while (!run.IsStopped && Sweep())
        {
        }
    }

    private bool Sweep()
    {
        bool changed = false;
        foreach (Node node in graph.Nodes.Reverse())
            ahead.Push(node);
        try
        {
            while (run.GoesOn() && ahead.TryPop(out Node? node))
            {
                if (node.IsUnused)
                    continue;
                if (Apply(node) is { } step)
                {
                    changed = true;
                    run.Complete(step, Commit);
                }
                else
                {
                    done.Add(node);
                }
            }
            return changed;
        }
        finally
        {
            Commit();
            done.Clear();
            ahead.Clear();
        }
    }

    private PassStep? Apply(Node node)
    {
        foreach (Value root in node.Results.Where(r => !r.IsUnused))
        {
            foreach (Rule rule in pass.Rules)
            {
                if (TryReplace(root, rule))
                    return run.Record(rule, root);
            }
        }
        return null;
    }

    private bool TryReplace(Value root, Rule rule)
    {
        try
        {
            return rule.Rewrite(root, rewriter) is { } replacement && TryReplace(root, replacement);
        }
        catch (PassException e) when (e.PassName is null)
        {
            throw new PassException(pass.Name, rule.Name, e.Message, e);
        }
        finally
        {
            rewriter.Forget();
        }
    }

    private bool TryReplace(Value root, Value replacement)
    {
        bool isNew = rewriter.Emitted.Contains(replacement.Producer);
        Replacement.Check(root, replacement, isNew, rewriter.Emitted);
        if (!isNew && !Replacement.KeepsOutputName(root, replacement))
            return false;
        Replacement.TakeOver(root, replacement, isNew);
        graph.ReplaceUses(root, replacement);
        Node replaced = root.Producer!; // a graph input is no node's result, so it is never a root
        Origins.Inherit(Graph.Release(replaced), replaced, rewriter.Emitted);
        if (!replaced.IsUnused)
            ahead.Push(replaced);
        foreach (Node node in rewriter.Emitted.Reverse())
            ahead.Push(node);
        return true;
    }

    private void Commit() => graph.Reorder(done.Concat(ahead).Where(node => !node.IsUnused));
}
