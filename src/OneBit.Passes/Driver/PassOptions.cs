using System.Globalization;
using OneBit.IR;

namespace OneBit.Passes;

/// <summary>How a run of passes is watched and bounded.</summary>
public sealed record PassOptions
{
    /// <summary>Where to stop; null to go to the end.</summary>
    public StopAfter? StopAfter { get; init; }

    /// <summary>Checks the graph after each step instead of after each pass, and so names the rule that broke it.</summary>
    public bool VerifyEachStep { get; init; } = DebugBuild.Is;

    /// <summary>Rewrites allowed to one pass; null for 64 and 16 for each node that it finds.</summary>
    public int? StepBudget { get; init; }

    /// <summary>Sees the graph behind each step.</summary>
    public Action<PassStep, Graph>? AfterStep { get; init; }

    /// <summary>Sees the graph behind each pass.</summary>
    public Action<Pass, Graph>? AfterPass { get; init; }
}

/// <summary>The last pass or step of a run that is to be looked at halfway.</summary>
/// <param name="Pass">Name of the pass; null where a step is given.</param>
/// <param name="Step">Number of the step; 0 stops before the first one. Null where a pass is given.</param>
public sealed record StopAfter(string? Pass, int? Step)
{
    /// <summary>From what a user typed: a number is a step, anything else a pass.</summary>
    public static StopAfter Parse(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int step) ? new(null, step) : new(text, null);
}
