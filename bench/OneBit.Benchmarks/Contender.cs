using System.Diagnostics;

namespace OneBit.Benchmarks;

/// <summary>What a round of runs took, in microseconds.</summary>
internal readonly record struct RoundTime(double Median, double Least)
{
    public static RoundTime Of(IReadOnlyCollection<double> times) => new(times.Order().ElementAt(times.Count / 2), times.Min());
}

/// <summary>Something that does the job of a row; it is warm once it was measured.</summary>
internal abstract class Contender(string name) : IDisposable
{
    private readonly List<RoundTime> rounds = [];

    /// <summary>The median of the rounds' medians, and the fastest run of all rounds.</summary>
    public Times Times => new(name, Rounded(RoundTime.Of([.. rounds.Select(round => round.Median)]).Median), Rounded(rounds.Min(round => round.Least)));

    /// <summary>The times of <paramref name="runs"/> runs, one after the other.</summary>
    public abstract RoundTime Measure(int runs);

    public void Round(int runs) => rounds.Add(Measure(runs));

    public abstract void Dispose();

    protected static RoundTime Repeat(int runs, Action run)
    {
        double[] times = new double[runs];
        for (int i = 0; i < runs; i++)
        {
            long start = Stopwatch.GetTimestamp();
            run();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        return RoundTime.Of(times);
    }

    private static double Rounded(double microseconds) => Math.Round(microseconds, 2);
}
