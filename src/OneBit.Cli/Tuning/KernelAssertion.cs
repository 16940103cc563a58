using OneBit.Kernels;

namespace OneBit.Cli.Tuning;

/// <summary>The cost model's pick for a job beside the row that measured best.</summary>
internal sealed record KernelAssertion(KernelJob Job, IReadOnlyList<KernelTime> Times)
{
    /// <summary>How far behind the best a pick may be.</summary>
    public const double Allowed = 1.15;

    private const int MoreRounds = 15;

    /// <summary>The row that the model picks, or that an environment variable forces.</summary>
    public KernelTime Pick { get; } = Of(Job, Times);

    /// <summary>The row of the least time.</summary>
    public KernelTime Best { get; } = KernelTrials.Best(Times);

    /// <summary>Time of the pick over that of the best.</summary>
    public double Ratio => Pick.Nanoseconds / Best.Nanoseconds;

    /// <summary>True where the pick is good enough.</summary>
    public bool Holds => Ratio <= Allowed;

    /// <summary>Measures a job.</summary>
    public static KernelAssertion Measure(KernelJob job) => new(job, KernelTrials.Measure(job));

    /// <summary>Measures again, and longer; the lesser ratio counts.</summary>
    public KernelAssertion Again()
    {
        var again = new KernelAssertion(Job, KernelTrials.Measure(Job, MoreRounds));
        return again.Ratio < Ratio ? again : this;
    }

    private static KernelTime Of(KernelJob job, IReadOnlyList<KernelTime> times)
    {
        Kernel pick = job.Pick();
        return times.First(time => ReferenceEquals(time.Kernel, pick));
    }
}
