using System.Numerics;

namespace OneBit.Kernels;

/// <summary>A filter in the order that one kernel reads it. Immutable; threads share it.</summary>
public sealed class PackedBinaryFilter
{
    internal PackedBinaryFilter(BinaryConvolutionKernel kernel, BinaryTilePlan plan, AlignedBuffer blocks, int blockBytes, int[] tapSums)
    {
        Kernel = kernel;
        Plan = plan;
        Blocks = blocks;
        BlockBytes = blockBytes;
        TapSums = tapSums;
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

    /// <summary>
    /// For zero padding, else empty: sums of the filter's ±1 over the rectangle of taps above and left of corner (y, x),
    /// [FilterHeight + 1, FilterWidth + 1, OutputChannels]; so the sum over any rectangle is three additions.
    /// </summary>
    internal int[] TapSums { get; }

    internal static int[] SumTaps(BinaryConvolutionShape shape, ReadOnlySpan<uint> filter)
    {
        int height = shape.FilterHeight;
        int width = shape.FilterWidth;
        int channels = shape.OutputChannels;
        int[] sums = new int[checked((height + 1) * (width + 1) * channels)];
        for (int o = 0; o < channels; o++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    int tap = (((o * height) + y) * width) + x;
                    int ones = 0;
                    foreach (uint word in filter.Slice(tap * shape.GroupWords, shape.GroupWords))
                        ones += BitOperations.PopCount(word);
                    int At(int row, int column) => (((row * (width + 1)) + column) * channels) + o;
                    sums[At(y + 1, x + 1)] = shape.GroupInputChannels - (2 * ones)
                        + sums[At(y, x + 1)] + sums[At(y + 1, x)] - sums[At(y, x)];
                }
            }
        }
        return sums;
    }
}
