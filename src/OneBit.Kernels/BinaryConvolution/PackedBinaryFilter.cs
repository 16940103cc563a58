namespace OneBit.Kernels;

/// <summary>A filter in the order that one kernel reads it. Immutable; threads share it.</summary>
public sealed class PackedBinaryFilter
{
    internal PackedBinaryFilter(BinaryConvolutionKernel kernel, BinaryTilePlan plan, AlignedBuffer blocks, int blockBytes, BorderSums? border)
    {
        Kernel = kernel;
        Plan = plan;
        Blocks = blocks;
        BlockBytes = blockBytes;
        Border = border;
    }

    public BinaryConvolutionShape Shape => Plan.Shape;

    /// <summary>Number of work items: any division of [0, WorkItems) into ranges gives the whole output.</summary>
    public int WorkItems => Plan.Parts * Plan.Bands;

    /// <summary>Bytes of scratch that each thread needs; the contents do not matter.</summary>
    public int ScratchBytes => Plan.ScratchBytes;

    internal BinaryConvolutionKernel Kernel { get; }

    internal BinaryTilePlan Plan { get; }

    internal AlignedBuffer Blocks { get; }

    internal int BlockBytes { get; }

    /// <summary>What zero padding takes off; null for other paddings.</summary>
    internal BorderSums? Border { get; }
}
