using OneBit.Kernels;

namespace OneBit.Cli.Tuning;

/// <summary>The convolutions on which <c>onebit kernels --assert</c> judges the cost models: those of the usual networks, and the corners between them.</summary>
internal static class AssertedJobs
{
    private static readonly int[] Batches = [1, 2, 3, 4, 8, 16, 33, 64];

    /// <summary>The jobs, binary ones first.</summary>
    public static IReadOnlyList<KernelJob> All { get; } =
    [
        .. Same(56, 3, 1, (32, 32), (64, 64), (64, 128)),
        .. Same(28, 3, 1, (32, 64), (64, 64), (128, 128), (96, 160)),
        .. Same(14, 3, 1, (32, 32), (128, 128), (256, 256)),
        .. Same(7, 3, 1, (64, 64), (256, 256), (512, 512)),
        .. Same(56, 3, 2, (64, 64), (64, 128)),
        .. Same(28, 3, 2, (64, 64), (128, 256)),
        .. Same(14, 3, 2, (128, 128), (256, 512)),
        .. Same(56, 1, 1, (32, 64), (64, 64), (64, 256)),
        .. Same(28, 1, 1, (64, 32), (128, 128), (512, 128)),
        .. Same(14, 1, 1, (128, 256), (256, 256), (512, 512)),
        .. Same(7, 1, 1, (256, 512), (512, 512)),
        .. Same(28, 1, 2, (128, 256)),
        .. Same(14, 5, 1, (64, 64)),
        .. Same(33, 3, 1, (45, 70), (10, 20), (100, 33), (5, 7)),
        .. Same(17, 3, 2, (70, 45), (129, 65)),
        .. Same(9, 1, 1, (100, 33), (33, 100), (3, 9)),
        .. Dense(64, 32),
        .. Dense(256, 64),
        .. Dense(512, 512),
        .. Dense(1000, 100),
        .. Floats(112, 3, 2, (3, 16), (3, 64), (16, 32)),
        .. Floats(28, 3, 1, (64, 64), (16, 4), (8, 20)),
        .. Floats(28, 1, 1, (64, 128), (128, 10), (96, 40)),
        .. Floats(7, 1, 1, (256, 1), (512, 72)),
    ];

    private static IEnumerable<KernelJob> Same(int size, int filter, int stride, params (int Inputs, int Outputs)[] channels) =>
        channels.Select(pair => new BinaryConvolutionJob(BinaryConvolutionShape.Of(Window(size, filter, stride), pair.Inputs, pair.Outputs)));

    private static IEnumerable<KernelJob> Floats(int size, int filter, int stride, params (int Inputs, int Outputs)[] channels) =>
        channels.Select(pair => new FloatConvolutionJob(new ConvolutionShape(Window(size, filter, stride), pair.Inputs, pair.Outputs)));

    /// <summary>Dense layers are convolutions of one pixel.</summary>
    private static IEnumerable<KernelJob> Dense(int inputs, int outputs) =>
        Batches.Select(batch => new BinaryConvolutionJob(BinaryConvolutionShape.Of(Window(1, 1, 1) with { Batch = batch }, inputs, outputs)));

    private static WindowShape Window(int size, int filter, int stride) => new()
    {
        InputHeight = size,
        InputWidth = size,
        OutputHeight = (size + stride - 1) / stride,
        OutputWidth = (size + stride - 1) / stride,
        FilterHeight = filter,
        FilterWidth = filter,
        StrideY = stride,
        StrideX = stride,
        PadTop = (filter - 1) / 2,
        PadLeft = (filter - 1) / 2,
    };
}
