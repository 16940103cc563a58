using Microsoft.ML.OnnxRuntime;

namespace OneBit.Benchmarks;

/// <summary>ONNX Runtime on a model of which each run is timed.</summary>
internal sealed class OnnxContender(string name, byte[] model, int threads) : Contender(name)
{
    private readonly OnnxRun run = new(model, threads);

    public override RoundTime Measure(int runs) => Repeat(runs, run.Execute);

    public override void Dispose() => run.Dispose();
}

/// <summary>One of the equal layers of a chain: what <see cref="Length"/> of them take more than one, divided. Free of the change of layout at both ends.</summary>
internal sealed class OnnxChainContender(string name, Func<int, byte[]> chain, int threads) : Contender(name)
{
    private const int Length = 5;
    private readonly OnnxRun one = new(chain(1), threads), all = new(chain(Length), threads);

    public override RoundTime Measure(int runs)
    {
        RoundTime a = Repeat(runs, one.Execute), b = Repeat(runs, all.Execute);
        return new RoundTime((b.Median - a.Median) / (Length - 1), (b.Least - a.Least) / (Length - 1));
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
    private readonly InferenceSession session;
    private readonly OrtIoBinding binding;
    private readonly RunOptions options = new();
    private readonly List<OrtValue> values = [];

    public OnnxRun(byte[] model, int threads)
    {
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

    public void Dispose()
    {
        binding.Dispose();
        values.ForEach(value => value.Dispose());
        options.Dispose();
        session.Dispose();
    }
}
