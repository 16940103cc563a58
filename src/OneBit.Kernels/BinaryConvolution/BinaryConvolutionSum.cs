using System.Runtime.InteropServices;

namespace OneBit.Kernels;

/// <summary>
/// A weighted sum of binary convolutions of one shape (planes of a code, paddings that are no level), then an output form of the sum D: exact in int32 (F12).
/// A work item is a band of output rows; each thread has its own scratch.
/// </summary>
public sealed class BinaryConvolutionSum
{
    private readonly BinaryConvolutionKernel kernel;
    private readonly BinaryConvolutionTerm[] terms;
    private readonly BinaryConvolutionShape shape;
    private readonly PackedBinaryFilter bands;
    private readonly int sumBytes;

    /// <summary>A sum of <paramref name="terms"/>, all packed by <paramref name="kernel"/> for one shape (paddings may differ).</summary>
    /// <exception cref="ArgumentException">There are no terms, or their shapes differ.</exception>
    /// <exception cref="OverflowException">Some sum might not fit in int32.</exception>
    public BinaryConvolutionSum(BinaryConvolutionKernel kernel, IReadOnlyList<BinaryConvolutionTerm> terms)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(terms);
        if (terms.Count == 0)
            throw new ArgumentException("a sum without terms", nameof(terms));
        this.kernel = kernel;
        this.terms = [.. terms];
        shape = terms[0].Filter.Shape;
        int bound = 0;
        foreach (BinaryConvolutionTerm term in terms)
        {
            if (term.Filter.Shape with { Padding = shape.Padding } != shape)
                throw new ArgumentException("the terms' shapes differ", nameof(terms));
            ArgumentOutOfRangeException.ThrowIfNegative(term.InputOffset, nameof(terms));
            bound = checked(bound + (Math.Abs(term.Weight) * shape.Depth));
        }
        bands = terms[0].Filter;
        sumBytes = checked(Math.Min(bands.BandRows, shape.OutputHeight) * shape.OutputWidth * shape.OutputChannels * sizeof(int));
        ScratchBytes = checked(sumBytes + terms.Max(term => term.Filter.ScratchBytes));
    }

    /// <summary>Bands: any division of [0, WorkItems) into ranges gives the whole output.</summary>
    public int WorkItems => bands.Bands;

    /// <summary>Bytes of scratch that each thread needs; the contents do not matter.</summary>
    public int ScratchBytes { get; }

    /// <summary>Bands [begin, end) with y = T(D) in float32.</summary>
    /// <exception cref="ArgumentException">A length or range does not fit the shape.</exception>
    public void Run(ReadOnlySpan<uint> input, OutputTransform transform, Span<float> output, int begin, int end, Span<byte> scratch)
    {
        transform.Validate(shape.OutputChannels);
        Require.Length(output.Length, shape.OutputPixels * shape.OutputChannels);
        Run(input, new FloatStage(transform, shape.OutputChannels, output), begin, end, scratch);
    }

    /// <summary>Bands [begin, end) with y = clamp(T(D) + residual) in float32, and the signs of y as one bit per channel.</summary>
    /// <exception cref="ArgumentException">A length or range does not fit the shape, or the transform corrects behind itself.</exception>
    public void Run(
        ReadOnlySpan<uint> input, OutputTransform transform, ResidualOutput form, ReadOnlySpan<float> residual, Span<float> output, Span<uint> signs, int begin, int end, Span<byte> scratch)
    {
        BinaryConvolutionKernel.CheckResidual(shape, transform, residual, output, signs);
        Run(input, new ResidualStage(transform, form, shape.OutputChannels, residual, output, signs), begin, end, scratch);
    }

    /// <summary>Bands [begin, end) with y = saturate(round(T(D)/scale) + zero point).</summary>
    /// <inheritdoc cref="Run(ReadOnlySpan{uint}, OutputTransform, Span{float}, int, int, Span{byte})"/>
    public void Run(ReadOnlySpan<uint> input, OutputTransform transform, Int8Output form, Span<sbyte> output, int begin, int end, Span<byte> scratch)
    {
        transform.Validate(shape.OutputChannels);
        Require.Length(output.Length, shape.OutputPixels * shape.OutputChannels);
        Run(input, new Int8Stage(transform, form, shape.OutputChannels, output), begin, end, scratch);
    }

    /// <summary>Bands [begin, end) with one bit per output channel.</summary>
    /// <inheritdoc cref="Run(ReadOnlySpan{uint}, OutputTransform, Span{float}, int, int, Span{byte})"/>
    public void Run(ReadOnlySpan<uint> input, BitOutput form, Span<uint> output, int begin, int end, Span<byte> scratch)
    {
        Require.Exactly(form.Channels, shape.OutputChannels);
        Require.Length(output.Length, shape.OutputPixels * shape.OutputWords);
        Run(input, new BitStage(form, shape.OutputWords, output), begin, end, scratch);
    }

    private void Run<TStage>(ReadOnlySpan<uint> input, TStage stage, int begin, int end, Span<byte> scratch)
        where TStage : IOutputStage, allows ref struct
    {
        Require.Range(begin, end, WorkItems);
        Require.Length(scratch.Length, ScratchBytes);
        for (int band = begin; band < end; band++)
        {
            int firstRow = band % bands.BandsPerImage * bands.BandRows, rows = Math.Min(bands.BandRows, shape.OutputHeight - firstRow);
            int firstPixel = ((band / bands.BandsPerImage * shape.OutputHeight) + firstRow) * shape.OutputWidth, pixels = rows * shape.OutputWidth;
            Span<int> sums = MemoryMarshal.Cast<byte, int>(scratch[..sumBytes])[..(pixels * shape.OutputChannels)];
            sums.Clear();
            foreach (BinaryConvolutionTerm term in terms)
                kernel.Accumulate(term.Filter, input[term.InputOffset..], term.Weight, sums, firstPixel, band * bands.ItemsPerBand, (band + 1) * bands.ItemsPerBand, scratch[sumBytes..]);
            var dots = new OutputDots { Values = sums, Stride = shape.OutputChannels, Pixels = pixels, Channel = 0, Channels = shape.OutputChannels };
            stage.Store(dots, firstPixel);
        }
    }
}
