namespace OneBit.Kernels;

/// <summary>A filter in the order that one kernel reads it. Immutable; threads share it.</summary>
public abstract class PackedBinaryFilter
{
    private protected PackedBinaryFilter(BinaryConvolutionKernel kernel, BinaryConvolutionShape shape, int bandRows, int itemsPerBand, int scratchBytes, ReadOnlySpan<uint> filter)
    {
        Kernel = kernel;
        Shape = shape;
        BandRows = bandRows;
        BandsPerImage = (shape.OutputHeight + bandRows - 1) / bandRows;
        ItemsPerBand = itemsPerBand;
        ScratchBytes = scratchBytes;
        Border = shape.Padding == BinaryPadding.Zero ? new BorderSums(shape, filter) : null;
    }

    public BinaryConvolutionShape Shape { get; }

    /// <summary>Number of work items: any division of [0, WorkItems) into ranges gives the whole output.</summary>
    public int WorkItems => checked(Bands * ItemsPerBand);

    /// <summary>Bytes of scratch that each thread needs; the contents do not matter.</summary>
    public int ScratchBytes { get; }

    internal BinaryConvolutionKernel Kernel { get; }

    /// <summary>Output rows of a band: the work items of a band write all of its rows.</summary>
    internal int BandRows { get; }

    internal int BandsPerImage { get; }

    internal int Bands => Shape.Batch * BandsPerImage;

    internal int ItemsPerBand { get; }

    /// <summary>What zero padding takes off; null for other paddings.</summary>
    internal BorderSums? Border { get; }
}
