using OneBit.Kernels;

namespace OneBit.Benchmarks;

/// <summary>A job by its name.</summary>
/// <param name="Name">What is done, as in <c>binary 3x3 56x56x64</c>.</param>
/// <param name="Race">The race for a number of threads.</param>
internal sealed record Job(string Name, Func<int, Race> Race)
{
    /// <summary>True where the race is the same for any number of threads: it runs in the table of one thread.</summary>
    public bool HasOwnThreads { get; init; }
}

/// <summary>All jobs; a further one is a further row.</summary>
internal static class Jobs
{
    public const string PackingInCache = "bit-packing 256 KB", PackingBeyondCache = "bit-packing 512 MB";

    private const int Kilobyte = 1 << 10, Megabyte = 1 << 20;

    private static readonly string[] Models = ["QuickNetSmall", "QuickNet", "QuickNetLarge", "BiRealNet", "BinaryDenseNet28"];

    private static readonly int[] Batches = [1, 8, 64];

    /// <param name="shared">The folder with recorded models and with stock Larq Compute Engine.</param>
    public static IReadOnlyList<Job> All(string shared) =>
    [
        .. Models.Select(model => new Job(model, threads => Races.Model(model, shared, threads))),
        Once("start of QuickNet", () => Races.Start("QuickNet", shared)),
        .. ConvolutionJob.Binary.Select(job => new Job($"binary {job.Name}", threads => Races.Binary(job, threads))),
        .. Batches.Select(rows => new Job($"binary dense {rows}x1024x1024", threads => Races.BinaryDense(rows, 1024, 1024, threads))),
        .. ConvolutionJob.Large.Select(job => Once($"two threads binary {job.Name}", () => Races.TwoThreads(job))),
        Once("two threads QuickNet", () => Races.TwoThreads("QuickNet", shared)),
        .. ConvolutionJob.Float.Select(job => new Job($"float {job.Name}", threads => Races.Float(job, threads))),
        .. ConvolutionJob.Depthwise.Select(job => new Job($"float depthwise {job.Name}", threads => Races.Depthwise(job, threads))),
        new("float dense 1x512x1000", threads => Races.Dense(1, 512, 1000, threads)),
        .. Batches.Select(rows => new Job($"float dense {rows}x1024x1024", threads => Races.Dense(rows, 1024, 1024, threads))),
        .. ConvolutionJob.Large.Select(job => new Job($"int8 {job.Name}", threads => Races.Int8(job, threads))),
        .. Pools.Select(pool => new Job($"{pool.Kind} pool {pool.Job.Name}".ToLowerInvariant(), threads => Races.Pool(pool.Kind, pool.Job, threads))),
        new("global pool 7x7x512", threads => Races.GlobalPool(7, 512, threads)),
        new("softmax 1000", threads => Races.Softmax(1000, threads)),
        new(PackingInCache, threads => Races.Packing(256 * Kilobyte, threads)),
        new(PackingBeyondCache, threads => Races.Packing(512 * Megabyte, threads)),
    ];

    private static (PoolKind Kind, ConvolutionJob Job)[] Pools =>
        [(PoolKind.Max, new(112, 64, 64, Stride: 2)), (PoolKind.Max, new(56, 64, 64)), (PoolKind.Average, new(56, 64, 64, Filter: 2, Stride: 2))];

    private static Job Once(string name, Func<Race> race) => new(name, _ => race()) { HasOwnThreads = true };
}
