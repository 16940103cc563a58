using System.Runtime.InteropServices;

namespace OneBit.Kernels;

/// <summary>A binary convolution, whatever its padding and its output: these cost all rows the same.</summary>
public sealed record BinaryConvolutionJob : KernelJob
{
    private readonly BinaryConvolutionShape shape;

    /// <summary>The job of a convolution of this shape.</summary>
    public BinaryConvolutionJob(BinaryConvolutionShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        this.shape = shape with { Padding = BinaryPadding.One };
    }

    /// <summary>True of one of several convolutions whose results are summed.</summary>
    public bool IsTerm { get; init; }

    /// <inheritdoc/>
    public override string Family => BinaryConvolution.Catalogue.Name;

    /// <inheritdoc/>
    public override string Shape => ConvolutionText.Of(new ConvolutionShape(Window(), shape.InputChannels, shape.OutputChannels, shape.Groups)) + (IsTerm ? ", of a sum" : string.Empty);

    /// <inheritdoc/>
    public override IReadOnlyList<KernelCandidate> Candidates() =>
        [.. BinaryConvolution.Catalogue.Rows.Where(row => row.IsSupported && Serves(row)).Select(row => new KernelCandidate(row, row.EstimateCycles(shape)))];

    /// <inheritdoc/>
    public override BinaryConvolutionKernel Pick(string? chosen = null) => BinaryConvolution.Catalogue.Pick(Serves, row => row.EstimateCycles(shape), chosen);

    /// <inheritdoc/>
    internal override IReadOnlyList<Action> Trials(IReadOnlyList<KernelCandidate> candidates)
    {
        var random = new Random(1);
        uint[] input = Words(random, shape.InputLength, shape.InputWords, shape.InputChannels);
        uint[] filter = Words(random, shape.FilterLength, shape.GroupWords, shape.GroupInputChannels);
        var output = new float[shape.OutputPixels * shape.OutputChannels];
        return [.. candidates.Select(candidate => Trial((BinaryConvolutionKernel)candidate.Kernel, input, filter, output))];
    }

    private Action Trial(BinaryConvolutionKernel kernel, uint[] input, uint[] filter, float[] output)
    {
        PackedBinaryFilter packed = kernel.Pack(shape, filter);
        var scratch = new AlignedBuffer(packed.ScratchBytes);
        return () => kernel.Run(packed, input, OutputTransform.Identity, output, 0, packed.WorkItems, scratch.AsSpan<byte>());
    }

    private bool Serves(BinaryConvolutionKernel row) => row.Applies(shape) && (!IsTerm || row.SuitsSums);

    // Padding bits are 0.
    private static uint[] Words(Random random, int length, int wordsPerPixel, int channels)
    {
        var words = new uint[length];
        random.NextBytes(MemoryMarshal.AsBytes(words.AsSpan()));
        for (int last = wordsPerPixel - 1; last < length; last += wordsPerPixel)
            words[last] &= Tensors.BitLayout.TailMask(channels);
        return words;
    }

    private WindowShape Window() => new()
    {
        Batch = shape.Batch,
        InputHeight = shape.InputHeight,
        InputWidth = shape.InputWidth,
        OutputHeight = shape.OutputHeight,
        OutputWidth = shape.OutputWidth,
        FilterHeight = shape.FilterHeight,
        FilterWidth = shape.FilterWidth,
        StrideY = shape.StrideHeight,
        StrideX = shape.StrideWidth,
        DilationY = shape.DilationHeight,
        DilationX = shape.DilationWidth,
        PadTop = shape.PadTop,
        PadLeft = shape.PadLeft,
    };
}
