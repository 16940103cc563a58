namespace OneBit.Kernels;

/// <summary>A filter in the blocks of a tile.</summary>
internal sealed class TiledBinaryFilter(BinaryConvolutionKernel kernel, BinaryTilePlan plan, AlignedBuffer blocks, int blockBytes, ReadOnlySpan<uint> filter)
    : PackedBinaryFilter(kernel, plan.Shape, plan.BandRows, plan.Parts, plan.ScratchBytes, filter)
{
    public BinaryTilePlan Plan { get; } = plan;

    public AlignedBuffer Blocks { get; } = blocks;

    public int BlockBytes { get; } = blockBytes;
}
