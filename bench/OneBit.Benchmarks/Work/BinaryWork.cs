using OneBit.Kernels;

namespace OneBit.Benchmarks;

/// <summary>A binary convolution on packed input.</summary>
/// <param name="Kernel">A row of the catalogue.</param>
/// <param name="Job">The convolution.</param>
internal sealed record BinaryWork(BinaryConvolutionKernel Kernel, ConvolutionJob Job)
{
    /// <summary>True for packed output, false for float32.</summary>
    public bool ToBits { get; init; }

    public BinaryPadding Padding { get; init; }

    /// <summary>True for inputs of 0 and 1.</summary>
    public bool Unipolar { get; init; }

    public string Name => $"{Kernel.Name}{(ToBits ? ", to bits" : string.Empty)}{(Padding == BinaryPadding.Zero ? ", zero padding" : string.Empty)}{(Unipolar ? ", unipolar" : string.Empty)}";

    public KernelWork Prepare()
    {
        BinaryConvolutionShape shape = Job.BinaryShape(Padding);
        PackedBinaryFilter filter = Kernel.Pack(shape, Operands.Bytes(shape.FilterLength * sizeof(uint)).AsSpan<uint>());
        AlignedBuffer input = Operands.Bytes(shape.InputLength * sizeof(uint));
        return new KernelWork(Kernel.Name, filter.WorkItems, filter.ScratchBytes, ToBits ? Bits(filter, input) : Floats(filter, input));
    }

    private KernelRange Bits(PackedBinaryFilter filter, AlignedBuffer input)
    {
        BinaryConvolutionShape shape = filter.Shape;
        var form = BitOutput.FromAccumulatorThresholds(shape.Depth, [.. Enumerable.Repeat(shape.Depth / 2, shape.OutputChannels)]);
        AlignedBuffer output = Operands.Zeros<uint>(shape.OutputPixels * shape.OutputWords);
        return (begin, end, scratch) => Kernel.Run(filter, input.AsSpan<uint>(), form, output.AsSpan<uint>(), begin, end, scratch);
    }

    private KernelRange Floats(PackedBinaryFilter filter, AlignedBuffer input)
    {
        BinaryConvolutionShape shape = filter.Shape;
        float[] multiplier = Operands.Floats(shape.OutputChannels).AsSpan<float>().ToArray(), bias = [.. multiplier.Select(m => m - 0.5f)];
        OutputTransform transform = Unipolar
            ? new OutputTransform { Negate = true, Offsets = new int[shape.OutputChannels], Halve = true, Multiplier = multiplier, Shift = bias }
            : OutputTransform.Larq(shape.Depth, multiplier, bias);
        AlignedBuffer output = Operands.Zeros<float>(shape.OutputPixels * shape.OutputChannels);
        return (begin, end, scratch) => Kernel.Run(filter, input.AsSpan<uint>(), transform, output.AsSpan<float>(), begin, end, scratch);
    }
}
