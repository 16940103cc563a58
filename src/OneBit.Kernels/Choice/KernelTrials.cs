using System.Diagnostics;

namespace OneBit.Kernels;

/// <summary>Short timed trials of the candidates for a job, one thread, some milliseconds.</summary>
/// <remarks>
/// The candidates take turns, so that a slow spell of the machine meets all of them. In each round a candidate runs a few times and the median counts; the least of
/// these medians is its time. Candidates that cannot win any more sit the later rounds out.
/// </remarks>
public static class KernelTrials
{
    private const double ShortestSample = 20_000, HopelessRatio = 1.5;
    private const int Samples = 3;

    /// <summary>The candidates with their times, in the order of the catalogue.</summary>
    /// <param name="job">The job.</param>
    /// <param name="rounds">Rounds, 1 or more.</param>
    public static IReadOnlyList<KernelTime> Measure(KernelJob job, int rounds = 5)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rounds);
        IReadOnlyList<KernelCandidate> candidates = job.Candidates();
        Contestant[] contestants = [.. job.Trials(candidates).Select(run => new Contestant(run))];
        for (int round = 0; round < rounds; round++)
        {
            double best = contestants.Min(contestant => contestant.Nanoseconds);
            foreach (Contestant contestant in contestants.Where(c => round == 0 || c.Nanoseconds <= best * HopelessRatio))
                contestant.Run();
        }
        return [.. candidates.Select((candidate, i) => new KernelTime(candidate.Kernel, candidate.Cycles, contestants[i].Nanoseconds))];
    }

    /// <summary>The candidate of the least time.</summary>
    public static KernelTime Best(IReadOnlyList<KernelTime> times) => times.MinBy(time => time.Nanoseconds) ?? throw new ArgumentException("nothing was measured", nameof(times));

    private sealed class Contestant(Action run)
    {
        private readonly double[] samples = new double[Samples];
        private int runsPerSample;

        public double Nanoseconds { get; private set; } = double.PositiveInfinity;

        public void Run()
        {
            // The first run pays for the compiler and for cold memory; the second says how many make a sample that the stopwatch resolves.
            if (runsPerSample == 0)
            {
                run();
                runsPerSample = (int)Math.Clamp(Math.Ceiling(ShortestSample / Math.Max(Sample(1), 1)), 1, ShortestSample);
            }
            for (int i = 0; i < Samples; i++)
                samples[i] = Sample(runsPerSample);
            Array.Sort(samples);
            Nanoseconds = Math.Min(Nanoseconds, samples[Samples / 2]);
        }

        private double Sample(int runs)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < runs; i++)
                run();
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds / runs;
        }
    }
}
