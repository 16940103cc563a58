using OneBit.Kernels;

namespace OneBit.Benchmarks;

/// <summary>A square convolution: image size, channels, filter, stride; padded so that stride 1 keeps the size.</summary>
internal sealed record ConvolutionJob(int Size, int Inputs, int Outputs, int Filter = 3, int Stride = 1, int Groups = 1)
{
    /// <summary>The four layers of 115.6 M multiply-accumulates.</summary>
    public static IReadOnlyList<ConvolutionJob> Large { get; } = [new(56, 64, 64), new(28, 128, 128), new(14, 256, 256), new(7, 512, 512)];

    /// <summary>First layers and pointwise ones in float32.</summary>
    public static IReadOnlyList<ConvolutionJob> Float { get; } =
    [
        new(224, 3, 8, Stride: 2),
        new(224, 3, 16, Stride: 2),
        new(224, 3, 64, Filter: 7, Stride: 2),
        new(56, 16, 32, Filter: 1),
        new(56, 64, 64, Filter: 1),
        new(28, 128, 128, Filter: 1),
        new(14, 256, 256, Filter: 1),
        new(7, 512, 512, Filter: 1),
    ];

    /// <summary>One filter per channel.</summary>
    public static IReadOnlyList<ConvolutionJob> Depthwise { get; } =
    [
        new(112, 32, 32, Groups: 32),
        new(56, 64, 64, Groups: 64),
        new(28, 128, 128, Groups: 128),
        new(14, 256, 256, Groups: 256),
        new(56, 64, 64, Stride: 2, Groups: 64),
        new(28, 128, 128, Stride: 2, Groups: 128),
        new(14, 256, 256, Stride: 2, Groups: 256),
    ];

    /// <summary>The binary shapes to win.</summary>
    public static IReadOnlyList<ConvolutionJob> Binary { get; } =
    [
        new(56, 32, 32),
        new(28, 64, 64),
        .. Large,
        new(56, 64, 128, Stride: 2),
        new(28, 128, 256, Stride: 2),
        new(14, 256, 512, Stride: 2),
        new(14, 256, 256, Filter: 1),
    ];

    /// <summary>Images.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>True where as much comes out as goes in: such layers chain.</summary>
    public bool KeepsShape => Stride == 1 && Inputs == Outputs;

    /// <summary>True for layers of images.</summary>
    public bool IsFirst => Inputs <= 3;

    public int Pad => (Filter - 1) / 2;

    public int OutputSize => ((Size + (2 * Pad) - Filter) / Stride) + 1;

    public double MultiplyAccumulates => (double)Batch * OutputSize * OutputSize * Outputs * Shape.Depth;

    public WindowShape Window => new()
    {
        Batch = Batch,
        InputHeight = Size,
        InputWidth = Size,
        OutputHeight = OutputSize,
        OutputWidth = OutputSize,
        FilterHeight = Filter,
        FilterWidth = Filter,
        StrideY = Stride,
        StrideX = Stride,
        PadTop = Pad,
        PadLeft = Pad,
    };

    public ConvolutionShape Shape => new(Window, Inputs, Outputs, Groups);

    public BinaryConvolutionShape BinaryShape(BinaryPadding padding) => BinaryConvolutionShape.Of(Window, Inputs, Outputs) with { Padding = padding };

    /// <summary>As in <c>3x3 56x56x64</c>, <c>3x3/2 56x56x64-128</c>.</summary>
    public string Name => $"{Filter}x{Filter}{(Stride == 1 ? string.Empty : $"/{Stride}")} {Size}x{Size}x{Inputs}{(Inputs == Outputs ? string.Empty : $"-{Outputs}")}";
}
