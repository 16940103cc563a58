using Microsoft.ML.OnnxRuntime;

namespace OneBit.Benchmarks;

/// <summary>ONNX Runtime on a model of which each run is timed.</summary>
internal sealed class OnnxContender(string name, byte[] model, int threads) : Contender(name)
{
    private readonly OnnxRun run = new(model, threads);

    public override RoundTime Measure(int runs)
    {
        RoundTime time = Repeat(runs, run.Execute);
        run.Rest();
        return time;
    }

    public override void Dispose() => run.Dispose();
}

/// <summary>One of several equal layers: what <see cref="Count"/> of them take more than one, divided. Free of the change of layout at both ends.</summary>
internal sealed class OnnxLayerContender(string name, Func<int, byte[]> layers, int threads) : Contender(name)
{
    private const int Count = 5;
    private readonly OnnxRun one = new(layers(1), threads), all = new(layers(Count), threads);

    public override RoundTime Measure(int runs)
    {
        RoundTime a = Repeat(runs, one.Execute);
        one.Rest();
        RoundTime b = Repeat(runs, all.Execute);
        all.Rest();
        return new RoundTime((b.Median - a.Median) / (Count - 1), (b.Least - a.Least) / (Count - 1));
    }

    public override void Dispose()
    {
        one.Dispose();
        all.Dispose();
    }
}

/// <summary>A session with inputs, into outputs that are bound once.</summary>
internal sealed class OnnxRun : IDisposable
{
    private static readonly TimeSpan UntilAsleep = TimeSpan.FromMilliseconds(50);

    private readonly InferenceSession session;
    private readonly OrtIoBinding binding;
    private readonly RunOptions options = new();
    private readonly List<OrtValue> values = [];
    private readonly bool hasPool;

    public OnnxRun(byte[] model, int threads)
    {
        hasPool = threads > 1;
        using var settings = new Microsoft.ML.OnnxRuntime.SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
        session = new InferenceSession(model, settings);
        binding = session.CreateIoBinding();
        var random = new Random(1);
        foreach ((string name, NodeMetadata input) in session.InputMetadata)
        {
            long[] shape = [.. input.Dimensions.Select(d => d < 1 ? 1L : d)];
            int count = (int)shape.Aggregate(1L, (a, b) => a * b);
            OrtValue value = input.ElementType == typeof(float)
                ? OrtValue.CreateTensorValueFromMemory([.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)], shape)
                : OrtValue.CreateTensorValueFromMemory([.. Enumerable.Range(0, count).Select(_ => (byte)random.Next(256))], shape);
            values.Add(value);
            binding.BindInput(name, value);
        }
        foreach (string output in session.OutputNames)
            binding.BindOutputToDevice(output, OrtMemoryInfo.DefaultInstance);
    }

    public void Execute() => session.RunWithBinding(options, binding);

    /// <summary>Waits for the threads of its pool, which look for more work before they sleep: not at the cost of the next contender.</summary>
    public void Rest()
    {
        if (hasPool)
            Thread.Sleep(UntilAsleep);
    }

    public void Dispose()
    {
        binding.Dispose();
        values.ForEach(value => value.Dispose());
        options.Dispose();
        session.Dispose();
    }
}
