namespace OneBit.Benchmarks;

/// <summary>What a number has to reach.</summary>
/// <param name="Intel">On Intel with AVX-512.</param>
/// <param name="Zen5">On AMD Zen 5.</param>
internal readonly record struct Bound(double Intel, double Zen5)
{
    /// <summary>The same on all.</summary>
    public static implicit operator Bound(double value) => new(value, value);

    /// <summary>Intel's for CPUs that no goal is set for.</summary>
    public double For(CpuKind kind) => kind == CpuKind.Zen5 ? Zen5 : Intel;
}

/// <summary>A goal: a number of each job's race, of which the worst counts.</summary>
/// <param name="Work">What is measured.</param>
/// <param name="Jobs">True for the names of its jobs.</param>
/// <param name="Number">The number; NaN where the race does not have it.</param>
/// <param name="Bound">The least that it may be, or the most.</param>
internal sealed record Goal(string Work, Func<string, bool> Jobs, Func<RaceResult, double> Number, Bound Bound)
{
    /// <summary>True where the number must not be above the bound.</summary>
    public bool IsMost { get; init; }

    /// <summary>What is written behind the number.</summary>
    public string Unit { get; init; } = "x";

    /// <summary>The tier on which it counts; null for all that the CPU has.</summary>
    public string? Tier { get; init; }

    /// <summary>How the goal stands in the tables of one thread.</summary>
    public GoalResult In(IReadOnlyList<Table> tables, CpuKind kind)
    {
        double bound = Bound.For(kind);
        var numbers = (tables.FirstOrDefault(table => table.Threads == 1 && (Tier is null || table.Tier == Tier))?.Races ?? [])
            .Where(race => Jobs(race.Job))
            .Select(race => (race.Job, Value: Number(race)))
            .Where(number => double.IsFinite(number.Value))
            .OrderBy(number => IsMost ? -number.Value : number.Value)
            .ToList();
        GoalResult unmeasured = new(Work, IsMost, bound, Unit, Measured: null, Job: null, "not measured here");
        return numbers is not [(string job, double value), ..] ? unmeasured : unmeasured with
        {
            Measured = Math.Round(value, 3),
            Job = numbers.Count == 1 ? job : $"{job}, the worst of {numbers.Count}",
            Result = (IsMost ? value <= bound : value >= bound) ? "reached" : "not reached",
        };
    }
}

/// <summary>How a goal stands.</summary>
/// <param name="Work">What was measured.</param>
/// <param name="IsMost">True where the number must not be above the bound, false where it must not be below.</param>
/// <param name="Bound">The bound on this kind of CPU.</param>
/// <param name="Unit">Of both numbers.</param>
/// <param name="Measured">The number, where there is one.</param>
/// <param name="Job">Where it was measured.</param>
/// <param name="Result">Reached, not reached or not measured here.</param>
internal sealed record GoalResult(string Work, bool IsMost, double Bound, string Unit, double? Measured, string? Job, string Result);
