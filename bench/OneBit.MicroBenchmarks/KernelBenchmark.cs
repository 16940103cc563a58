using BenchmarkDotNet.Attributes;
using OneBit.Kernels;

namespace OneBit.Benchmarks;

/// <summary>Some work with one row of a family after the other.</summary>
[MemoryDiagnoser]
public abstract class KernelBenchmark<TKernel>
    where TKernel : Kernel
{
    private readonly KernelFamily<TKernel> family;
    private Action? run;

    private protected KernelBenchmark(KernelFamily<TKernel> family) => this.family = family;

    /// <summary>The row's name.</summary>
    [ParamsSource(nameof(Rows))]
    public string Row { get; set; } = string.Empty;

    /// <summary>Those that this CPU runs.</summary>
    public IEnumerable<string> Rows => family.Rows.Where(row => row.IsSupported).Select(row => row.Name);

    [GlobalSetup]
    public void Setup()
    {
        // A single thread is the caller's: there is nothing to dispose of.
        run = new KernelRun(Prepare(family.Rows.Single(row => row.Name == Row)), threads: 1).Execute;
    }

    [Benchmark]
    public void Run() => run!();

    private protected abstract KernelWork Prepare(TKernel kernel);
}
