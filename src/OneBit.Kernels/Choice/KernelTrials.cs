using System.Diagnostics;

namespace OneBit.Kernels;

/// <summary>Short timed trials of the candidates for a job, one thread, some milliseconds.</summary>
/// <remarks>
/// The candidates take turns, so that a slow spell of the machine meets all of them. In each round a candidate runs a few times and the median counts; the least of
/// these medians is its time. Candidates that cannot win any more sit the later rounds out. The first trial of a process takes a fifth of a second more, for
/// the compiler.
/// </remarks>
public static class KernelTrials
{
    private const double ShortestSample = 20_000, LongEnough = 20_000_000, BehindAtFirst = 4, Behind = 2.5, Equal = 1.03;
    private const int Samples = 3;
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(10), Most = TimeSpan.FromMilliseconds(250);

    /// <summary>The candidates with their times, in the order of the catalogue.</summary>
    /// <param name="job">The job.</param>
    /// <param name="rounds">Rounds, 1 or more; short jobs get more, until they have had 10 ms, and long ones fewer.</param>
    public static IReadOnlyList<KernelTime> Measure(KernelJob job, int rounds = 5)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rounds);
        TrialWarmUp.Ensure();
        IReadOnlyList<KernelCandidate> candidates = job.Candidates();
        Contestant[] contestants = [.. job.Trials(candidates).Select(run => new Contestant(run))];
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round == 0 || Continues(round, rounds, Stopwatch.GetElapsedTime(start)); round++)
        {
            double best = contestants.Min(contestant => contestant.Nanoseconds);
            foreach (Contestant contestant in contestants.Where(c => round == 0 || c.Nanoseconds <= best * Behind))
            {
                contestant.Run(best);
                best = Math.Min(best, contestant.Nanoseconds);
            }
        }
        return [.. candidates.Select((candidate, i) => new KernelTime(candidate.Kernel, candidate.Cycles, contestants[i].Nanoseconds))];
    }

    /// <summary>
    /// The candidate to use: the model's pick where its time is within 3 % of the least, which is as exact as trials are, so that chance changes no choice; or else that
    /// of the least time.
    /// </summary>
    public static KernelTime Choose(IReadOnlyList<KernelTime> times)
    {
        KernelTime best = Best(times), predicted = times.MinBy(time => time.Cycles)!;
        return predicted.Nanoseconds <= best.Nanoseconds * Equal ? predicted : best;
    }

    /// <summary>The candidate of the least time.</summary>
    public static KernelTime Best(IReadOnlyList<KernelTime> times) => times.MinBy(time => time.Nanoseconds) ?? throw new ArgumentException("nothing was measured", nameof(times));

    // Enough rounds, and enough time for the system to have done other things in between; not too much of it.
    private static bool Continues(int round, int rounds, TimeSpan elapsed) => elapsed < Most && (round < rounds || elapsed < Least);

    private sealed class Contestant(Action run)
    {
        private readonly double[] samples = new double[Samples];
        private int runsPerSample;

        public double Nanoseconds { get; private set; } = double.PositiveInfinity;

        public void Run(double best)
        {
            // The first run pays for the compiler and for cold memory; the next say how many make a sample that the stopwatch resolves, and may say enough.
            if (runsPerSample == 0)
            {
                run();
                double once = Sample(1);
                for (int i = 1; i < Samples && once <= LongEnough; i++)
                    once = Math.Min(once, Sample(1));
                runsPerSample = (int)Math.Clamp(Math.Ceiling(ShortestSample / Math.Max(once, 1)), 1, ShortestSample);
                if (runsPerSample == 1 && (once > LongEnough || once > best * BehindAtFirst))
                {
                    Nanoseconds = once;
                    return;
                }
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
