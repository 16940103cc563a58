using OneBit.Kernels;
using OneBit.Passes;

namespace OneBit.Benchmarks;

/// <summary>One job, and those that do it: each line of the table compares with the first contender of its race.</summary>
/// <param name="Job">What is done, as in <c>QuickNetSmall</c>.</param>
/// <param name="Contenders">OneBit first.</param>
internal sealed record Race(string Job, IReadOnlyList<Contender> Contenders) : IDisposable
{
    private static readonly string[] LceModes = ["indirect", "default", "reference"];

    /// <summary>What is to be said of the first contender besides its times.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>Multiply-accumulates of the job, where they are what it is about; else 0.</summary>
    public double MultiplyAccumulates { get; init; }

    /// <summary>One binary convolution: every row of the catalogue that serves it, the one that is picked first, and ONNX Runtime in float32 and int8.</summary>
    public static Race OfBinary(ConvolutionJob job, int threads)
    {
        BinaryConvolutionShape shape = job.Shape(BinaryPadding.One);
        BinaryConvolutionKernel picked = BinaryConvolution.Pick(shape);
        IEnumerable<BinaryConvolutionKernel> others = BinaryConvolution.Catalogue.Rows.Where(row => row.IsSupported && row != picked && row.Applies(shape));
        return new(
            $"binary {job.Name}",
            [
                new KernelContender(picked, job),
                new KernelContender(picked, job) { ToBits = true },
                new KernelContender(picked, job) { Padding = BinaryPadding.Zero },
                new KernelContender(picked, job) { Unipolar = true },
                .. others.Select(row => new KernelContender(row, job)),
                Onnx("ONNX Runtime, float32", job, length => OnnxModels.Convolutions(job, length), threads),
                Onnx("ONNX Runtime, int8", job, length => OnnxModels.Int8Convolutions(job, length), threads),
            ])
        {
            MultiplyAccumulates = job.MultiplyAccumulates,
        };
    }

    /// <summary>One float32 convolution beside ONNX Runtime's.</summary>
    public static Race OfFloat(ConvolutionJob job, int threads) =>
        new($"float {job.Name}", [new FloatContender(job), Onnx("ONNX Runtime, float32", job, length => OnnxModels.Convolutions(job, length), threads)])
        {
            MultiplyAccumulates = job.MultiplyAccumulates,
        };

    /// <summary>One int8 convolution beside ONNX Runtime's.</summary>
    public static Race OfInt8(ConvolutionJob job, int threads) =>
        new($"int8 {job.Name}", [new Int8Contender(job), Onnx("ONNX Runtime, int8", job, length => OnnxModels.Int8Convolutions(job, length), threads)])
        {
            MultiplyAccumulates = job.MultiplyAccumulates,
        };

    /// <summary>One dense layer of a single row.</summary>
    public static Race OfDense(int inputs, int outputs, int threads) =>
        new($"dense 1x{inputs}x{outputs}", [new DenseContender(inputs, outputs), new OnnxContender("ONNX Runtime, float32", OnnxModels.Dense(1, inputs, outputs), threads)])
        {
            MultiplyAccumulates = (double)inputs * outputs,
        };

    private static Contender Onnx(string name, ConvolutionJob job, Func<int, byte[]> chain, int threads) =>
        job.Stride == 1 && job.Inputs == job.Outputs ? new OnnxChainContender(name, chain, threads) : new OnnxContender(name, chain(1), threads);

    /// <summary>A whole model: OneBit on the file for its own target and on LCE's, Larq Compute Engine in its three modes, and ONNX Runtime on the same network without quantizers.</summary>
    public static Race OfModel(string name, string shared, int threads)
    {
        string recorded = Path.Combine(shared, "golden", "zoo", $"model-{name}", "model.tflite"), twin = Path.Combine(shared, "golden", "peers", $"{name}-float.onnx");
        string model = File.Exists(recorded) ? recorded : ZooFiles.Of(name, shared, ConversionTarget.Lce);
        string lce = Path.Combine(shared, "oracles", "lce", "lce-run");
        var oneBit = new OneBitContender("OneBit", model, threads);
        List<Contender> contenders = [oneBit, new OneBitContender("OneBit, own target", ZooFiles.Of(name, shared, ConversionTarget.OneBit), threads), .. LceModes.Select(mode => new LceContender(lce, model, mode, threads))];
        if (File.Exists(twin))
            contenders.Add(new OnnxContender("ONNX Runtime, float twin", File.ReadAllBytes(twin), threads));
        return new Race(name, contenders) { Facts = oneBit.Facts };
    }

    /// <summary>Warms all contenders up, then lets them take turns, so that a change of the machine's speed meets all alike.</summary>
    public void Run(int rounds, int runs)
    {
        foreach (Contender contender in Contenders)
            _ = contender.Measure(runs);
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < Contenders.Count; i++)
                Contenders[(i + round) % Contenders.Count].Round(runs);
        }
    }

    public void Dispose()
    {
        foreach (Contender contender in Contenders)
            contender.Dispose();
    }
}

/// <summary>A number beside the times.</summary>
internal readonly record struct Fact(string Name, double Value, string Unit);
