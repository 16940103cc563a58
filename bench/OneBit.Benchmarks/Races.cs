using OneBit.Kernels;
using OneBit.Passes;

namespace OneBit.Benchmarks;

/// <summary>Who runs against whom.</summary>
internal static class Races
{
    /// <summary>Names by which the goals find contenders.</summary>
    public const string Float32 = ", float32", OnnxFloat32 = "ONNX Runtime, float32", OnnxInt8 = "ONNX Runtime, int8", OnnxTwin = "ONNX Runtime, float twin", Lce = "LCE, ";

    /// <inheritdoc cref="Float32"/>
    public const string ToBits = ", to bits", ZeroPadding = ", zero padding", Unipolar = ", unipolar", OneThread = "1 thread", FirstRun = "first run", LoadAlone = "load", Read = "read";

    private static readonly string[] LceModes = ["indirect", "default", "reference"];

    /// <summary>One binary convolution: the row of the catalogue that is picked in all its forms, every other row that serves it, and ONNX Runtime in float32 and int8.</summary>
    public static Race Binary(ConvolutionJob job, int threads)
    {
        var picked = new BinaryWork(BinaryConvolution.Pick(job.BinaryShape(BinaryPadding.One)), job);
        BinaryWork[] forms = [picked, picked with { ToBits = true }, picked with { Padding = BinaryPadding.Zero }, picked with { Unipolar = true }];
        Contender[] others = job.Filter > 1 ? [] : [Named(Float32, FloatWork.Convolution(FloatConvolutionKernel.Pick(job.Shape), job), threads)];
        return new([.. forms.Concat(Others(picked)).Select(work => Of(work, threads)), .. others, OnnxFloat(job, threads), OnnxCodes(job, threads)])
        {
            MultiplyAccumulates = job.MultiplyAccumulates,
        };
    }

    /// <summary>A binary dense layer beside float32 ones.</summary>
    public static Race BinaryDense(int rows, int inputs, int outputs, int threads)
    {
        var job = new ConvolutionJob(1, inputs, outputs, Filter: 1) { Batch = rows };
        var picked = new BinaryWork(BinaryConvolution.Pick(job.BinaryShape(BinaryPadding.One)), job);
        return new([Of(picked, threads), .. Others(picked).Select(work => Of(work, threads)), Named(Float32, FloatDense(rows, inputs, outputs), threads), OnnxDense(rows, inputs, outputs, threads)])
        {
            MultiplyAccumulates = job.MultiplyAccumulates,
        };
    }

    /// <summary>One float32 convolution, as it is picked.</summary>
    public static Race Float(ConvolutionJob job, int threads) =>
        new(new KernelContender(FloatWork.Convolution(FloatConvolutionKernel.Pick(job.Shape), job), threads), OnnxFloat(job, threads)) { MultiplyAccumulates = job.MultiplyAccumulates };

    public static Race Depthwise(ConvolutionJob job, int threads) =>
        new(new KernelContender(FloatWork.Depthwise(FloatDepthwiseKernel.Catalogue.Pick(), job), threads), OnnxFloat(job, threads)) { MultiplyAccumulates = job.MultiplyAccumulates };

    public static Race Int8(ConvolutionJob job, int threads) =>
        new(new KernelContender(Int8Work.Convolution(Int8ConvolutionKernel.Catalogue.Pick(), job), threads), OnnxCodes(job, threads)) { MultiplyAccumulates = job.MultiplyAccumulates };

    public static Race Dense(int rows, int inputs, int outputs, int threads) =>
        new(new KernelContender(FloatDense(rows, inputs, outputs), threads), OnnxDense(rows, inputs, outputs, threads)) { MultiplyAccumulates = (double)rows * inputs * outputs };

    public static Race Pool(PoolKind kind, ConvolutionJob job, int threads) =>
        new(
            new KernelContender(FloatWork.Pool(FloatPoolingKernel.Catalogue.Pick(), kind, job.Window, job.Inputs), threads),
            new OnnxContender(OnnxFloat32, OnnxModels.Pool($"{kind}Pool", job), threads));

    /// <summary>The mean of each channel of a square image.</summary>
    public static Race GlobalPool(int size, int channels, int threads)
    {
        var window = new WindowShape { InputHeight = size, InputWidth = size, OutputHeight = 1, OutputWidth = 1, FilterHeight = size, FilterWidth = size };
        return new(
            new KernelContender(FloatWork.Pool(FloatPoolingKernel.Catalogue.Pick(), PoolKind.Average, window, channels), threads),
            new OnnxContender(OnnxFloat32, OnnxModels.Plain("GlobalAveragePool", 1, channels, size, size), threads));
    }

    public static Race Softmax(int depth, int threads) =>
        new(new KernelContender(FloatWork.Softmax(SoftmaxKernel.Catalogue.Pick(), depth), threads), new OnnxContender(OnnxFloat32, OnnxModels.Plain("Softmax", 1, depth), threads));

    /// <summary>Signs of float32 as bits, beside reading the same memory.</summary>
    public static Race Packing(int bytes, int threads)
    {
        AlignedBuffer values = Operands.Floats(bytes / sizeof(float));
        return new(new KernelContender(PackingWork.Signs(BitPacking.Catalogue.Pick(), values), threads), new KernelContender(PackingWork.Sum(values), threads)) { Bytes = bytes };
    }

    /// <summary>A binary convolution on two threads and on one.</summary>
    public static Race TwoThreads(ConvolutionJob job)
    {
        KernelWork work = new BinaryWork(BinaryConvolution.Pick(job.BinaryShape(BinaryPadding.One)), job).Prepare();
        return new(new KernelContender($"{work.Kernel}, 2 threads", work, 2), new KernelContender($"{work.Kernel}, {OneThread}", work, 1));
    }

    /// <summary>A model on two threads and on one.</summary>
    public static Race TwoThreads(string model, string shared)
    {
        string path = ZooFiles.ForLce(model, shared);
        return new(new OneBitContender("OneBit, 2 threads", path, 2), new OneBitContender($"OneBit, {OneThread}", path, 1));
    }

    /// <summary>What a new process takes for a model.</summary>
    public static Race Start(string model, string shared)
    {
        string path = Path.GetFullPath(ZooFiles.ForLce(model, shared));
        return new(
            new StartContender("steady run", path, times => times.Steady),
            new StartContender(FirstRun, path, times => times.First),
            new StartContender(LoadAlone, path, times => times.Load));
    }

    /// <summary>A whole model: OneBit on the file for its own target and on LCE's, Larq Compute Engine in its three modes, and ONNX Runtime on the same network without quantizers.</summary>
    public static Race Model(string name, string shared, int threads)
    {
        string model = ZooFiles.ForLce(name, shared), twin = Path.Combine(shared, "golden", "peers", $"{name}-float.onnx");
        string lce = Path.Combine(shared, "oracles", "lce", "lce-run");
        var oneBit = new OneBitContender("OneBit", model, threads);
        List<Contender> contenders = [oneBit, new OneBitContender("OneBit, own target", ZooFiles.Of(name, shared, ConversionTarget.OneBit), threads)];
        if (File.Exists(lce))
            contenders.AddRange(LceModes.Select(mode => new LceContender(lce, model, mode, threads)));
        if (File.Exists(twin))
            contenders.Add(new OnnxContender(OnnxTwin, File.ReadAllBytes(twin), threads));
        return new Race([.. contenders]) { Facts = oneBit.Facts };
    }

    private static IEnumerable<BinaryWork> Others(BinaryWork picked)
    {
        BinaryConvolutionShape shape = picked.Job.BinaryShape(BinaryPadding.One);
        return BinaryConvolution.Catalogue.Rows.Where(row => row.IsSupported && row != picked.Kernel && row.Applies(shape)).Select(row => picked with { Kernel = row });
    }

    private static KernelContender Of(BinaryWork work, int threads) => new(work.Name, work.Prepare(), threads);

    private static KernelContender Named(string suffix, KernelWork work, int threads) => new($"{work.Kernel}{suffix}", work, threads);

    private static KernelWork FloatDense(int rows, int inputs, int outputs) =>
        rows == 1 ? FloatWork.DenseRow(DenseRowKernel.Catalogue.Pick(), inputs, outputs) : FloatWork.Dense(DenseKernel.Catalogue.Pick(), rows, inputs, outputs);

    private static OnnxContender OnnxDense(int rows, int inputs, int outputs, int threads) => new(OnnxFloat32, OnnxModels.Dense(rows, inputs, outputs), threads);

    // The image of a first layer comes in the layout that ONNX Runtime wants; other layers stand between layers of its own layout.
    private static Contender OnnxFloat(ConvolutionJob job, int threads) =>
        job.IsFirst ? new OnnxContender(OnnxFloat32, OnnxModels.Chain(job, 1), threads)
        : new OnnxLayerContender(OnnxFloat32, count => job.KeepsShape ? OnnxModels.Chain(job, count) : OnnxModels.Branches(job, count), threads);

    private static Contender OnnxCodes(ConvolutionJob job, int threads) =>
        job.KeepsShape ? new OnnxLayerContender(OnnxInt8, count => OnnxModels.Int8Chain(job, count), threads) : new OnnxContender(OnnxInt8, OnnxModels.Int8Chain(job, 1), threads);
}
