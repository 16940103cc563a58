using System.Diagnostics;
using System.Text.Json;

namespace OneBit.Benchmarks;

/// <summary>What a new process takes for a model, in microseconds.</summary>
/// <param name="Load">Loading, and making a session.</param>
/// <param name="First">The first run after that.</param>
/// <param name="Steady">The median of the last of many runs.</param>
internal sealed record StartTimes(double Load, double First, double Steady)
{
    private const int RunsToWarmUp = 100, SteadyRuns = 50;

    /// <summary>For the new process itself.</summary>
    public static StartTimes Measure(string path)
    {
        long start = Stopwatch.GetTimestamp();
        using var model = Model.Load(path);
        using Session session = model.CreateSession();
        double load = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        double[] runs = new double[RunsToWarmUp + SteadyRuns];
        foreach (ref double time in runs.AsSpan())
        {
            start = Stopwatch.GetTimestamp();
            session.Run();
            time = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        return new StartTimes(load, runs[0], RoundTime.Of(runs[RunsToWarmUp..]).Median);
    }
}

/// <summary>One of these times, each round in a process of its own.</summary>
internal sealed class StartContender(string name, string path, Func<StartTimes, double> part) : Contender(name)
{
    /// <summary>The option that makes this program measure a model's start.</summary>
    public const string Option = "--start";

    public override RoundTime Measure(int runs)
    {
        double time = part(JsonSerializer.Deserialize<StartTimes>(ChildProcess.OutputOfThis([Option, path]))!);
        return new RoundTime(time, time);
    }

    public override void Dispose()
    {
        // Each round's process has ended by itself.
    }
}
