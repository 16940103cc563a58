namespace OneBit.Benchmarks;

/// <summary>What OneBit is to reach, in medians of one thread; computed from the tables by the names of jobs and contenders.</summary>
internal static class Goals
{
    private const string BinaryWork = "3x3 binary convolution", Float = "ONNX Runtime float32";

    public static IReadOnlyList<Goal> All { get; } =
    [
        .. OfLarge($"{BinaryWork}, float out, vs {Float}", race => race[Races.OnnxFloat32] / race.OneBit, [new(12, 17), new(13, 22), new(14, 23), new(16, 30)]),
        .. OfLarge($"{BinaryWork}, packed in and out, vs {Float}", race => race[Races.OnnxFloat32] / race[Races.ToBits], [new(15, 21), new(15, 25), new(15, 25), new(15, 32)]),
        new($"{BinaryWork}, stride 2, vs {Float}", Starts("binary 3x3/2 "), race => race[Races.OnnxFloat32] / race.OneBit, new(9, 14)),
        .. OfLarge($"{BinaryWork} with AVX-512 off, vs {Float} with all on", race => race[Races.OnnxFloat32] / race.OneBit, [5.7, 5.7, 5.7, 5.7]).Select(goal => goal with { Tier = "avx2" }),
        .. OfLarge($"{BinaryWork} vs ONNX Runtime int8", race => race[Races.OnnxInt8] / race.OneBit, [3.5, 3.5, 3.5, 3.5]),
        new("binary 1x1, K = 256, N = 256, vs the faster float 1x1", Is("binary 1x1 14x14x256"), race => race[Races.Float32] / race.OneBit, 8),
        new("binary dense 1024x1024, batch 1, vs the faster float dense", Is("binary dense 1x1024x1024"), race => race[Races.Float32] / race.OneBit, 10),
        .. OfModel("QuickNetSmall", new(8, 10)),
        .. OfModel("QuickNet", new(8, 10)),
        .. OfModel("QuickNetLarge", new(8, 10)),
        .. OfModel("BiRealNet", new(6, 7)),
        .. OfModel("BinaryDenseNet28", new(5, 6)),
        AtMost("unipolar input vs bipolar", job => !IsSevenBySeven(job), race => race[Races.Unipolar] / race.OneBit, 1.05),
        AtMost("unipolar input vs bipolar, 7x7", IsSevenBySeven, race => race[Races.Unipolar] / race.OneBit, 1.1),
        AtMost("zero padding vs one-padding", job => !IsSevenBySeven(job), race => race[Races.ZeroPadding] / race.OneBit, 1.05),
        AtMost("zero padding vs one-padding, 7x7", IsSevenBySeven, race => race[Races.ZeroPadding] / race.OneBit, 1.1),
        AtMost("QuickNet, one core", Is("QuickNet"), race => race.OneBit / 1000, new(2.5, 1.5)) with { Unit = "ms" },
        new($"float 1x1 vs {Float}", Starts("float 1x1 "), AgainstOnnx, 0.97),
        new($"float dense vs {Float}", Starts("float dense "), AgainstOnnx, 1),
        new($"float first convolution vs {Float}", job => job.StartsWith("float ", StringComparison.Ordinal) && job.Contains("224x224x3", StringComparison.Ordinal), AgainstOnnx, 1.3),
        new($"float depthwise vs {Float}", Starts("float depthwise "), AgainstOnnx, 0.9),
        new("int8 3x3 convolution vs ONNX Runtime int8", Starts("int8 3x3 "), race => race[Races.OnnxInt8] / race.OneBit, 0.8),
        new("bit-packing in the second cache", Is(Jobs.PackingInCache), race => race.Bytes / race.OneBit / 1000, 80) { Unit = "GB/s" },
        new("bit-packing beyond the caches vs reading", Is(Jobs.PackingBeyondCache), race => race[Races.Read] / race.OneBit, 0.9),
        new("two threads, large convolutions", Starts("two threads binary "), race => race[Races.OneThread] / race.OneBit, 1.9),
        new("two threads, QuickNet whole", Is("two threads QuickNet"), race => race[Races.OneThread] / race.OneBit, 1.7),
        AtMost("allocations per Session.Run into caller memory", _ => true, race => race.Fact(Fact.Allocated), 0) with { Unit = "bytes" },
        AtMost("first run after load vs steady state, QuickNet in a new process", Is("start of QuickNet"), race => race[Races.FirstRun] / race.OneBit, 1.3),
        AtMost("load of QuickNet in a new process", Is("start of QuickNet"), race => race[Races.LoadAlone] / 1000, 150) with { Unit = "ms" },
    ];

    private static IEnumerable<Goal> OfLarge(string work, Func<RaceResult, double> number, Bound[] bounds) =>
        ConvolutionJob.Large.Zip(bounds, (job, bound) => new Goal(work, Is($"binary {job.Name}"), number, bound));

    private static Goal[] OfModel(string model, Bound bound) =>
    [
        new($"{model} whole, vs the best mode of stock LCE", Is(model), race => race[Races.Lce] / race.OneBit, bound),
        new($"{model} whole, vs the float twin in ONNX Runtime", Is(model), race => race[Races.OnnxTwin] / race.OneBit, bound),
    ];

    private static Goal AtMost(string work, Func<string, bool> jobs, Func<RaceResult, double> number, Bound bound) => new(work, jobs, number, bound) { IsMost = true };

    private static Func<string, bool> Is(string name) => job => job == name;

    private static Func<string, bool> Starts(string name) => job => job.StartsWith(name, StringComparison.Ordinal);

    private static bool IsSevenBySeven(string job) => job.Contains(" 7x7x", StringComparison.Ordinal);

    private static double AgainstOnnx(RaceResult race) => race[Races.OnnxFloat32] / race.OneBit;
}
