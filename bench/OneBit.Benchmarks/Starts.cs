using System.Diagnostics;
using System.Text.Json;

namespace OneBit.Benchmarks;

/// <summary>What one start took: loading in milliseconds, the first run and the median of later ones in microseconds.</summary>
internal readonly record struct Start(double Load, double First, double Steady)
{
    private const int LaterRuns = 60;

    /// <summary>How many times as long as a later run the first one takes.</summary>
    public double Ratio => First / Steady;

    /// <summary>The times of this process, in which nothing has been loaded yet.</summary>
    public static Start Measure(string path)
    {
        long began = Stopwatch.GetTimestamp();
        using var model = Model.Load(path);
        using Session session = model.CreateSession();
        double load = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var random = new Random(1);
        foreach (ref float x in session.Input<float>(0))
            x = (float)(random.NextDouble() - 0.5);
        double[] runs = new double[1 + LaterRuns];
        foreach (ref double run in runs.AsSpan())
        {
            long start = Stopwatch.GetTimestamp();
            session.Run();
            run = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        return new Start(load, runs[0], RoundTime.Of(runs[1..]).Median);
    }

    public void Print() => Console.WriteLine(JsonSerializer.Serialize(this));
}

/// <summary>Starts of one model, each in a process of its own.</summary>
internal sealed record Starts(string Job, IReadOnlyList<Start> Processes)
{
    public double Load => Median(start => start.Load);

    public double LeastLoad => Processes.Min(start => start.Load);

    public double First => Median(start => start.First);

    public double Steady => Median(start => start.Steady);

    /// <summary>The median of the processes' ratios, so that a change of the machine's speed between processes does not count.</summary>
    public double Ratio => Median(start => start.Ratio);

    /// <summary>Starts <paramref name="processes"/> processes, one after the other.</summary>
    public static Starts Of(string job, string path, int processes) => new(job, [.. Enumerable.Range(0, processes).Select(_ => One(path))]);

    private static Start One(string path)
    {
        string[] host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Starts).Assembly.Location] : [];
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. host, "--start", path]) { UseShellExecute = false, RedirectStandardOutput = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"cannot start {Environment.ProcessPath}");
        string answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<Start>(answer) : throw new InvalidOperationException($"a start ended with {process.ExitCode}");
    }

    private double Median(Func<Start, double> of) => Processes.Select(of).Order().ElementAt(Processes.Count / 2);
}
