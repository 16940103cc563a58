// Single kernels under BenchmarkDotNet, every row of a family that this CPU runs, on a few tiles' worth of work.
//   dotnet run -c Release --project bench/OneBit.MicroBenchmarks -- --filter '*'       (or '*Int8*'; --list flat; --job medium; --disasm)
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

const int longestName = 40;

// On a busy machine the build of a benchmark takes more than the two minutes that it has by default.
IConfig config = DefaultConfig.Instance
    .WithArtifactsPath(Path.Combine("artifacts", "microbenchmarks"))
    .WithBuildTimeout(TimeSpan.FromMinutes(10))
    .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(longestName));
if (!args.Contains("--job"))
    config = config.AddJob(Job.ShortRun);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
