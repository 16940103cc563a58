using OneBit.IR;

namespace OneBit.Passes;

/// <summary>One application of a rule, or of the graph function of a pass that changed something.</summary>
/// <param name="Number">Counted from 1 over the whole run; what <c>--stop-after</c> takes.</param>
/// <param name="Pass">Name of the pass.</param>
/// <param name="Rule">Name of the rule; null for a graph function.</param>
/// <param name="Promise">How the result compares with what was there.</param>
/// <param name="Op">The kind of op that was replaced; null for a graph function.</param>
/// <param name="Node">The model's name for the value that was replaced, where it has one.</param>
public sealed record PassStep(int Number, string Pass, string? Rule, Promise Promise, string? Op, string? Node)
{
    /// <summary>As in <c>3 fuse-activation/IntoConv2D: Unary 'relu1'</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Number} {(Rule is null ? Pass : $"{Pass}/{Rule}")}{(Op is null ? string.Empty : $": {Op}")}{(Node is null ? string.Empty : $" '{Node}'")}");
}

/// <summary>All that a run of passes did, in order.</summary>
public sealed class PassTrace
{
    private readonly List<PassStep> steps = [];

    /// <summary>The steps.</summary>
    public IReadOnlyList<PassStep> Steps => steps;

    /// <summary>The weakest promise of the steps: how the graph's results may have changed.</summary>
    public Promise Promise => steps.Count == 0 ? Promise.Exact : steps.Max(s => s.Promise);

    internal PassStep Add(Pass pass, Rule? rule = null, Value? root = null)
    {
        var step = new PassStep(steps.Count + 1, pass.Name, rule?.Name, rule?.Promise ?? Promise.Exact, root?.Op?.Schema.Name, root?.Name);
        steps.Add(step);
        return step;
    }
}
