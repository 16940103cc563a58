using OneBit.Kernels;
using OneBit.Runtime;

namespace OneBit.Benchmarks;

/// <summary>Does the work items [begin, end).</summary>
internal delegate void KernelRange(int begin, int end, Span<byte> scratch);

/// <summary>A kernel with random operands, in aligned memory and divided into items as the steps of a plan are.</summary>
/// <param name="Kernel">The recipe's name.</param>
/// <param name="Items">Work items.</param>
/// <param name="ScratchBytes">Bytes that each thread needs.</param>
/// <param name="Range">Does some of the items.</param>
internal sealed record KernelWork(string Kernel, int Items, int ScratchBytes, KernelRange Range);

/// <summary>The whole of some work on a number of threads, again and again.</summary>
internal sealed class KernelRun(KernelWork work, int threads) : IRangeJob, IDisposable
{
    private readonly WorkerPool pool = new(threads);
    private readonly AlignedBuffer[] scratch = [.. Enumerable.Range(0, threads).Select(_ => new AlignedBuffer(work.ScratchBytes))];

    public void Execute() => pool.Run(this, work.Items);

    void IRangeJob.Execute(int begin, int end, int worker) => work.Range(begin, end, scratch[worker].AsSpan<byte>());

    public void Dispose() => pool.Dispose();
}
