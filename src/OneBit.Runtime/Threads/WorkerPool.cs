using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace OneBit.Runtime;

/// <summary>
/// Fork and join over ranges on the calling thread and <c>threads − 1</c> own ones. Workers spin for a moment after a job, as the next one usually follows at once, and then sleep.
/// A job never waits for a worker that has not begun: whoever is awake takes the next piece, so it also ends where the machine is busy with other things.
/// </summary>
/// <remarks>One caller at a time. Nothing is allocated per job.</remarks>
public sealed class WorkerPool : IDisposable
{
    private const int PiecesPerThread = 2;

    private static readonly long SpinTicks = Stopwatch.Frequency / 15_000; // 67 µs

    private readonly Lock callers = new();
    private readonly object bed = new();
    private readonly Thread[] workers;

    private IRangeJob? job;
    private int items;
    private int pieces;
    private int unclaimed;
    private int finished;
    private int sleepers;
    private volatile bool stopping;
    private Exception? failure;

    /// <summary>A pool of <paramref name="threads"/> threads, the caller included.</summary>
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        workers = new Thread[threads - 1];
        for (int i = 0; i < workers.Length; i++)
        {
            int worker = i + 1;
            workers[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"OneBit worker {worker}" };
            workers[i].Start();
        }
    }

    /// <summary>Threads, the caller included.</summary>
    public int Threads => workers.Length + 1;

    /// <summary>Does all <paramref name="count"/> items of <paramref name="work"/> and returns when they are done; the first exception of any thread is thrown here.</summary>
    /// <exception cref="InvalidOperationException">The pool is running a job already, from this thread or another.</exception>
    public void Run(IRangeJob work, int count)
    {
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(stopping, this);
        if (callers.IsHeldByCurrentThread || !callers.TryEnter())
            throw new InvalidOperationException("the pool is running a job already");
        try
        {
            if (workers.Length == 0 || count <= 1)
                work.Execute(0, count, 0);
            else
                Fork(work, count);
        }
        finally
        {
            callers.Exit();
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        stopping = true;
        lock (bed)
            Monitor.PulseAll(bed);
        foreach (Thread worker in workers)
            worker.Join();
    }

    private void Fork(IRangeJob work, int count)
    {
        job = work;
        items = count;
        pieces = Math.Min(count, Threads * PiecesPerThread);
        failure = null;
        finished = 0;
        // The exchange publishes the job: whoever takes a piece of it sees all of the above.
        Interlocked.Exchange(ref unclaimed, pieces);
        if (Volatile.Read(ref sleepers) > 0)
        {
            lock (bed)
                Monitor.PulseAll(bed);
        }
        while (TryDoPiece(0))
        {
            // Until none is left.
        }
        var wait = default(SpinWait);
        while (Volatile.Read(ref finished) < pieces)
            wait.SpinOnce(sleep1Threshold: -1);
        job = null;
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    // A piece that is claimed belongs to the present job, whichever job the count was read for: the next job cannot start before this piece is finished.
    private bool TryDoPiece(int worker)
    {
        int left = Volatile.Read(ref unclaimed);
        if (left <= 0)
            return false;
        if (Interlocked.CompareExchange(ref unclaimed, left - 1, left) != left)
            return true;
        int piece = pieces - left;
        try
        {
            job!.Execute(Boundary(piece), Boundary(piece + 1), worker);
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref failure, e, null);
        }
        Interlocked.Increment(ref finished);
        return true;
    }

    private int Boundary(int piece) => (int)((long)items * piece / pieces);

    private void Work(int worker)
    {
        long idleSince = Stopwatch.GetTimestamp();
        while (!stopping)
        {
            if (TryDoPiece(worker))
            {
                idleSince = Stopwatch.GetTimestamp();
                continue;
            }
            Thread.SpinWait(8);
            if (Stopwatch.GetTimestamp() - idleSince > SpinTicks)
            {
                Sleep();
                idleSince = Stopwatch.GetTimestamp();
            }
        }
    }

    // The sleeper announces itself before it looks once more for work, and the caller publishes work before it looks for sleepers: one of them sees the other.
    private void Sleep()
    {
        lock (bed)
        {
            Interlocked.Increment(ref sleepers);
            while (Volatile.Read(ref unclaimed) <= 0 && !stopping)
                Monitor.Wait(bed);
            Interlocked.Decrement(ref sleepers);
        }
    }
}
