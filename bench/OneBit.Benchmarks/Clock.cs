using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace OneBit.Benchmarks;

/// <summary>The core's clock, from a chain of multiplications that wait for each other: 3 cycles each on every CPU of these years.</summary>
internal static class Clock
{
    private const int Links = 2_000_000, CyclesPerLink = 3;

    /// <summary>The fastest of some trials, in cycles per nanosecond.</summary>
    public static double Gigahertz()
    {
        double best = 0;
        ulong x = 3;
        for (int trial = 0; trial < 20; trial++)
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
