using System.Numerics;
using System.Runtime.ExceptionServices;

namespace OneBit.Runtime;

/// <summary>
/// Fork and join over ranges on the calling thread and up to <c>threads − 1</c> of those that all pools of the process share.
/// A job never waits for a thread that has not begun: whoever is awake takes the next piece, so it also ends where the machine is busy with other things.
/// </summary>
/// <remarks>One caller at a time. Nothing is allocated per job.</remarks>
public sealed class WorkerPool : IDisposable
{
    private const int PiecesPerThread = 2, MostHelpers = 64;

    private readonly Lock callers = new();
    private readonly int helpers;

    private IRangeJob? job;
    private int items;
    private int pieces;
    private int unclaimed;
    private int finished;
    private ulong seats;
    private bool disposed;
    private Exception? failure;

    /// <summary>A pool of <paramref name="threads"/> threads, the caller included; more than 65 are 65.</summary>
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        helpers = Math.Min(threads - 1, MostHelpers);
        Crew.Join(helpers);
    }

    /// <summary>Threads, the caller included.</summary>
    public int Threads => helpers + 1;

    /// <summary>Threads that help at this moment.</summary>
    internal int Helpers => BitOperations.PopCount(Volatile.Read(ref seats));

    /// <summary>True where pieces wait for a thread and there is a seat for it.</summary>
    internal bool CanUseHelp => Volatile.Read(ref unclaimed) > 0 && Helpers < helpers;

    /// <summary>Does all <paramref name="count"/> items of <paramref name="work"/> and returns when they are done; the first exception of any thread is thrown here.</summary>
    /// <exception cref="InvalidOperationException">The pool is running a job already, from this thread or another.</exception>
    public void Run(IRangeJob work, int count)
    {
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref disposed), this);
        if (callers.IsHeldByCurrentThread || !callers.TryEnter())
            throw new InvalidOperationException("the pool is running a job already");
        try
        {
            if (helpers == 0 || count <= 1)
                work.Execute(0, count, 0);
            else
                Fork(work, count);
        }
        finally
        {
            callers.Exit();
        }
    }

    /// <summary>Gives the threads back.</summary>
    public void Dispose()
    {
        if (!Interlocked.Exchange(ref disposed, true))
            Crew.Leave(helpers);
    }

    /// <summary>Takes a seat, does one piece, and leaves; false where there was none.</summary>
    internal bool TryHelp()
    {
        if (!TryTakeSeat(out int seat))
            return false;
        bool helped = TryDoPiece(seat + 1);
        Interlocked.And(ref seats, ~(1ul << seat));
        return helped;
    }

    private bool TryTakeSeat(out int seat)
    {
        while (true)
        {
            ulong taken = Volatile.Read(ref seats);
            seat = BitOperations.TrailingZeroCount(~taken);
            if (seat >= helpers)
                return false;
            if (Interlocked.CompareExchange(ref seats, taken | (1ul << seat), taken) == taken)
                return true;
        }
    }

    private void Fork(IRangeJob work, int count)
    {
        job = work;
        items = count;
        // Few items are large, and neighbours may share work: they are one piece.
        pieces = count > Threads * PiecesPerThread ? Threads * PiecesPerThread : Math.Min(count, Threads);
        failure = null;
        finished = 0;
        // The exchange publishes the job: whoever takes a piece of it sees all of the above.
        Interlocked.Exchange(ref unclaimed, pieces);
        int place = Crew.Enter(this);
        try
        {
            Crew.Wake(helpers);
        }
        finally
        {
            while (TryDoPiece(0))
            {
                // Until none is left.
            }
            var wait = default(SpinWait);
            while (Volatile.Read(ref finished) < pieces)
                wait.SpinOnce(sleep1Threshold: -1);
            Crew.Exit(place);
            job = null;
        }
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
}
