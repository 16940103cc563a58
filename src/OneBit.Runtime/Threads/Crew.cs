using System.Diagnostics;

namespace OneBit.Runtime;

/// <summary>
/// The threads that help the pools of this process, as many as these want, but no more than there are processors beside a caller or than one of them wants. Each does one piece at a time of the
/// job that has the fewest helpers, so that sessions that run at the same time share them evenly. Who finds no work spins for a moment, as the next job usually
/// follows at once, and then sleeps.
/// </summary>
internal static class Crew
{
    private const int MostJobs = 256;

    private static readonly long SpinTicks = Stopwatch.Frequency / 15_000, LongSpinTicks = 10 * SpinTicks; // 67 µs, 0.67 ms

    private static readonly object Bed = new();
    private static readonly Lock Roll = new();
    private static readonly WorkerPool?[] Jobs = new WorkerPool?[MostJobs];

    private static int wanted;
    private static int members;
    private static int endOfJobs;
    private static int sleepers;

    /// <summary>A pool with <paramref name="helpers"/> threads beside its caller's begins.</summary>
    public static void Join(int helpers)
    {
        lock (Roll)
        {
            int most = Math.Min(wanted + helpers, Math.Max(Environment.ProcessorCount - 1, helpers));
            for (; members < most; members++)
                new Thread(Work) { IsBackground = true, Name = $"OneBit worker {members + 1}" }.UnsafeStart();
            wanted += helpers;
        }
    }

    /// <summary>The pool ends; threads that nobody wants sleep.</summary>
    public static void Leave(int helpers)
    {
        lock (Roll)
            wanted -= helpers;
    }

    /// <summary>Announces a pool's job; the caller does it alone where the place is negative, as too many are under way.</summary>
    public static int Enter(WorkerPool pool)
    {
        for (int place = 0; place < MostJobs; place++)
        {
            // The exchange publishes the job.
            if (Jobs[place] is not null || Interlocked.CompareExchange(ref Jobs[place], pool, null) is not null)
                continue;
            if (place >= Volatile.Read(ref endOfJobs))
                RaiseEnd(place + 1);
            return place;
        }
        return -1;
    }

    /// <summary>The job at <paramref name="place"/> is done.</summary>
    public static void Exit(int place)
    {
        if (place >= 0)
            Volatile.Write(ref Jobs[place], null);
    }

    /// <summary>Wakes as many of those that sleep as a job has use for.</summary>
    public static void Wake(int helpers)
    {
        if (Volatile.Read(ref sleepers) == 0)
            return;
        lock (Bed)
        {
            for (int i = Math.Min(helpers, sleepers); i > 0; i--)
                Monitor.Pulse(Bed);
        }
    }

    private static void RaiseEnd(int end)
    {
        for (int seen = endOfJobs; seen < end; seen = endOfJobs)
            Interlocked.CompareExchange(ref endOfJobs, end, seen);
    }

    private static void Work()
    {
        long idleSince = Stopwatch.GetTimestamp();
        while (true)
        {
            if (Neediest()?.TryHelp() == true)
            {
                idleSince = Stopwatch.GetTimestamp();
                continue;
            }
            Thread.SpinWait(8);
            // Where a caller is in the middle of its last piece, its next job is near.
            if (Stopwatch.GetTimestamp() - idleSince > (IsBusy() ? LongSpinTicks : SpinTicks))
            {
                Sleep();
                idleSince = Stopwatch.GetTimestamp();
            }
        }
    }

    private static bool IsBusy()
    {
        for (int place = Volatile.Read(ref endOfJobs) - 1; place >= 0; place--)
        {
            if (Volatile.Read(ref Jobs[place]) is not null)
                return true;
        }
        return false;
    }

    private static WorkerPool? Neediest()
    {
        WorkerPool? neediest = null;
        int fewest = int.MaxValue, end = Volatile.Read(ref endOfJobs);
        for (int place = 0; place < end; place++)
        {
            if (Volatile.Read(ref Jobs[place]) is { CanUseHelp: true } pool && pool.Helpers < fewest)
                (neediest, fewest) = (pool, pool.Helpers);
        }
        return neediest;
    }

    // The sleeper announces itself before it looks once more for work, and a job is announced before its caller looks for sleepers: one of them sees the other.
    private static void Sleep()
    {
        lock (Bed)
        {
            Interlocked.Increment(ref sleepers);
            while (Neediest() is null)
                Monitor.Wait(Bed);
            Interlocked.Decrement(ref sleepers);
        }
    }
}
