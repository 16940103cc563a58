namespace OneBit.Benchmarks;

/// <summary>One kernel at its work.</summary>
internal sealed class KernelContender(string name, KernelWork work, int threads) : Contender(name)
{
    private readonly KernelRun run = new(work, threads);

    public KernelContender(KernelWork work, int threads)
        : this(work.Kernel, work, threads)
    {
    }

    public override RoundTime Measure(int runs) => Repeat(runs, run.Execute);

    public override void Dispose() => run.Dispose();
}
