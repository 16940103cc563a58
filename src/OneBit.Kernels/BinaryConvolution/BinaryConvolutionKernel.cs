using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>
/// Binary convolution: d = Σ x·w over ±1 = K − 2·popcount(x ⊕ w), then an output form. The integers are exact, so all rows of the family
/// agree to the last bit in every output form.
/// </summary>
/// <remarks>
/// Pack once, then run any division of the work items [0, <see cref="PackedBinaryFilter.WorkItems"/>) over threads, each thread with its own scratch; the
/// ranges write disjoint parts of the output. Padding bits after the last channel must be 0 in input and filter. Output must not overlap input.
/// </remarks>
public abstract class BinaryConvolutionKernel(string name, CpuFeatures requires) : Kernel(name, requires)
{
    /// <summary>True where this row serves the shape.</summary>
    public abstract bool Applies(BinaryConvolutionShape shape);

    /// <summary>True where bands of output rows are low enough for sums of several convolutions, which are divided by bands alone.</summary>
    internal virtual bool SuitsSums => true;

    /// <summary>About how many core cycles the shape takes in one thread with a plain output: a model to choose by.</summary>
    public abstract double EstimateCycles(BinaryConvolutionShape shape);

    /// <summary>Reorders a filter, OHWI words, for this kernel.</summary>
    /// <exception cref="ArgumentException">The shape is invalid, the kernel does not apply to it, or the filter's length is not the shape's.</exception>
    public abstract PackedBinaryFilter Pack(BinaryConvolutionShape shape, ReadOnlySpan<uint> filter);

    /// <summary>Work items [begin, end) with y = T(e) in float32.</summary>
    /// <exception cref="ArgumentException">A length or range does not fit the filter's shape, or the filter was packed by another kernel.</exception>
    public void Run(
        PackedBinaryFilter filter, ReadOnlySpan<uint> input, OutputTransform transform, Span<float> output, int begin, int end, Span<byte> scratch)
    {
        BinaryConvolutionShape shape = Check(filter, input, begin, end, scratch);
        transform.Validate(shape.OutputChannels);
        CheckOutput(output.Length, shape.OutputPixels * shape.OutputChannels);
        ReportUse();
        Run(filter, input, new FloatStage(transform, shape.OutputChannels, output), begin, end, scratch);
    }

    /// <summary>Work items [begin, end) with y = clamp(T(e) + residual) in float32, and the signs of y as one bit per channel.</summary>
    /// <param name="filter">Packed by this kernel.</param>
    /// <param name="input">Packed input.</param>
    /// <param name="transform">T, without a correction behind it.</param>
    /// <param name="form">The clamp.</param>
    /// <param name="residual">As long as the output, or empty for none.</param>
    /// <param name="output">y.</param>
    /// <param name="signs"><see cref="BinaryConvolutionShape.OutputWords"/> words per pixel, or empty for none.</param>
    /// <param name="begin">First work item.</param>
    /// <param name="end">End of the work items.</param>
    /// <param name="scratch">Scratch of this thread.</param>
    /// <exception cref="ArgumentException">A length or range does not fit the filter's shape, the transform corrects behind itself, or the filter was packed by another kernel.</exception>
    public void Run(
        PackedBinaryFilter filter,
        ReadOnlySpan<uint> input,
        OutputTransform transform,
        ResidualOutput form,
        ReadOnlySpan<float> residual,
        Span<float> output,
        Span<uint> signs,
        int begin,
        int end,
        Span<byte> scratch)
    {
        BinaryConvolutionShape shape = Check(filter, input, begin, end, scratch);
        CheckResidual(shape, transform, residual, output, signs);
        ReportUse();
        Run(filter, input, new ResidualStage(transform, form, shape.OutputChannels, residual, output, signs), begin, end, scratch);
    }

    /// <summary>Work items [begin, end) with y = saturate(round(T(e)/scale) + zero point).</summary>
    /// <inheritdoc cref="Run(PackedBinaryFilter, ReadOnlySpan{uint}, OutputTransform, Span{float}, int, int, Span{byte})"/>
    public void Run(
        PackedBinaryFilter filter,
        ReadOnlySpan<uint> input,
        OutputTransform transform,
        Int8Output form,
        Span<sbyte> output,
        int begin,
        int end,
        Span<byte> scratch)
    {
        BinaryConvolutionShape shape = Check(filter, input, begin, end, scratch);
        transform.Validate(shape.OutputChannels);
        if (transform.CorrectsBehind)
            throw new ArgumentException("zero padding of int8 outputs is corrected in the integer", nameof(transform));
        ArgumentOutOfRangeException.ThrowIfLessThan(form.ZeroPoint, sbyte.MinValue, nameof(form));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(form.ZeroPoint, sbyte.MaxValue, nameof(form));
        CheckOutput(output.Length, shape.OutputPixels * shape.OutputChannels);
        ReportUse();
        Run(filter, input, new Int8Stage(transform, form, shape.OutputChannels, output), begin, end, scratch);
    }

    /// <summary>Work items [begin, end) with one bit per output channel, <see cref="BinaryConvolutionShape.OutputWords"/> words per pixel.</summary>
    /// <inheritdoc cref="Run(PackedBinaryFilter, ReadOnlySpan{uint}, OutputTransform, Span{float}, int, int, Span{byte})"/>
    public void Run(PackedBinaryFilter filter, ReadOnlySpan<uint> input, BitOutput form, Span<uint> output, int begin, int end, Span<byte> scratch)
    {
        BinaryConvolutionShape shape = Check(filter, input, begin, end, scratch);
        if (form.Channels != shape.OutputChannels)
            throw new ArgumentException($"thresholds for {form.Channels} channels, not {shape.OutputChannels}", nameof(form));
        CheckOutput(output.Length, checked(shape.OutputPixels * shape.OutputWords));
        ReportUse();
        Run(filter, input, new BitStage(form, BitLayout.Words(shape.OutputChannels), output), begin, end, scratch);
    }

    /// <summary>Work items [begin, end) with sums += weight·d, where the first pixel of sums is output pixel <paramref name="firstPixel"/>.</summary>
    internal void Accumulate(PackedBinaryFilter filter, ReadOnlySpan<uint> input, int weight, Span<int> sums, int firstPixel, int begin, int end, Span<byte> scratch)
    {
        BinaryConvolutionShape shape = Check(filter, input, begin, end, scratch);
        ReportUse();
        Run(filter, input, new SumStage(weight, shape.OutputChannels, firstPixel, sums), begin, end, scratch);
    }

    private protected abstract void Run<TStage>(
        PackedBinaryFilter filter, ReadOnlySpan<uint> input, TStage stage, int begin, int end, Span<byte> scratch)
        where TStage : IOutputStage, allows ref struct;

    /// <summary>Stores neighbouring pixels of an output row, from column <paramref name="x"/> on, and corrects those at which a zero padding sticks out.</summary>
    private protected static void Store<TStage>(PackedBinaryFilter filter, TStage stage, in OutputDots run, int image, int row, int x)
        where TStage : IOutputStage, allows ref struct
    {
        int pixel = (((image * filter.Shape.OutputHeight) + row) * filter.Shape.OutputWidth) + x, end = x + run.Pixels;
        BorderSums? border = filter.Border;
        if (border is null)
        {
            stage.Store(run, pixel);
            return;
        }
        for (int column = border.Next(row, x); !stage.CorrectsBehind && column < end; column = border.Next(row, column + 1))
            BorderSums.Correct(run.Pixel(column - x), border.Of(row, column, run.Channel, run.Channels));
        stage.Store(run, pixel);
        for (int column = border.Next(row, x); stage.CorrectsBehind && column < end; column = border.Next(row, column + 1))
        {
            if (border.Of(row, column, run.Channel, run.Channels) is { IsEmpty: false } outside)
                stage.Correct(outside, pixel + column - x, run.Channel);
        }
    }

    private protected static unsafe Span<byte> Aligned(Span<byte> scratch)
    {
        // Speed only: should the collector move the scratch, the slice stays valid and merely loses its alignment.
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(scratch));
        return scratch[(int)(-address & (AlignedBuffer.Alignment - 1))..];
    }

    internal static void CheckResidual(BinaryConvolutionShape shape, OutputTransform transform, ReadOnlySpan<float> residual, Span<float> output, Span<uint> signs)
    {
        transform.Validate(shape.OutputChannels);
        if (transform.CorrectsBehind)
            throw new ArgumentException("zero padding in front of a residual is corrected in the integer", nameof(transform));
        int length = shape.OutputPixels * shape.OutputChannels;
        CheckOutput(output.Length, length);
        if (!residual.IsEmpty && residual.Length < length)
            throw new ArgumentException($"the residual has {residual.Length} elements, the shape needs {length}", nameof(residual));
        if (!signs.IsEmpty)
            CheckOutput(signs.Length, checked(shape.OutputPixels * shape.OutputWords));
    }

    private static void CheckOutput(int length, int expected)
    {
        if (length < expected)
            throw new ArgumentException($"output has {length} elements, the shape needs {expected}");
    }

    private BinaryConvolutionShape Check(PackedBinaryFilter filter, ReadOnlySpan<uint> input, int begin, int end, Span<byte> scratch)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Kernel != this)
            throw new ArgumentException($"the filter was packed for {filter.Kernel.Name}, not {Name}", nameof(filter));
        if (input.Length < filter.Shape.InputLength)
            throw new ArgumentException($"input has {input.Length} words, the shape needs {filter.Shape.InputLength}", nameof(input));
        if (scratch.Length < filter.ScratchBytes)
            throw new ArgumentException($"scratch has {scratch.Length} bytes, the kernel needs {filter.ScratchBytes}", nameof(scratch));
        ArgumentOutOfRangeException.ThrowIfNegative(begin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(begin, end);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, filter.WorkItems);
        return filter.Shape;
    }
}
