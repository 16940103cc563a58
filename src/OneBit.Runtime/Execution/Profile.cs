using System.Diagnostics;

namespace OneBit.Runtime;

/// <summary>Time per step, summed over runs.</summary>
public sealed class Profile
{
    private readonly long[] ticks;

    internal Profile(ExecutionPlan plan)
    {
        Plan = plan;
        ticks = new long[plan.Steps.Count];
    }

    /// <summary>The steps that the times belong to.</summary>
    public ExecutionPlan Plan { get; }

    /// <summary>Complete runs since the last <see cref="Reset"/>.</summary>
    public int Runs { get; private set; }

    /// <summary>Time spent in step <paramref name="step"/>, all runs together.</summary>
    public TimeSpan Time(int step) => Stopwatch.GetElapsedTime(0, ticks[step]);

    /// <summary>Forgets all times.</summary>
    public void Reset()
    {
        Array.Clear(ticks);
        Runs = 0;
    }

    internal void Add(int step, long elapsed) => ticks[step] += elapsed;

    internal void EndRun() => Runs++;
}
