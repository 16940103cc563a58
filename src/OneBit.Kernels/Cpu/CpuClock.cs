using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>The core's clock, from a chain of multiplications that wait for each other: 3 cycles each on every CPU of these years.</summary>
public static class CpuClock
{
    private const int Links = 2_000_000, CyclesPerLink = 3;

    /// <summary>The fastest of some trials, in cycles per nanosecond.</summary>
    /// <param name="trials">Trials, 1 or more; each takes a millisecond or two.</param>
    public static double Gigahertz(int trials = 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(trials);
        double best = 0;
        ulong x = 3;
        for (int trial = 0; trial < trials; trial++)
        {
            long start = Stopwatch.GetTimestamp();
            x = Chain(x | 1);
            best = Math.Max(best, (double)Links * CyclesPerLink / Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }
        return x == 0 ? double.NaN : best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Chain(ulong x)
    {
        for (int i = 0; i < Links; i += 4)
            x = x * x * x * x * x;
        return x;
    }
}
