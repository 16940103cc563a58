namespace OneBit.Runtime;

/// <summary>A graph made ready to run for one set of input shapes: steps in order and the place of every tensor in an arena. Immutable; sessions share it.</summary>
public sealed class ExecutionPlan
{
    internal ExecutionPlan(IReadOnlyList<Step> steps) => Steps = steps;

    /// <summary>The steps in order of execution.</summary>
    public IReadOnlyList<Step> Steps { get; }
}
