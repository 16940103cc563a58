using System.Numerics;
using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>
/// Convolutions over levels on the kernels of binary convolutions: as they are where one convolution is enough, as a sum of them for planes and pad values that are no level.
/// Groups whose channels do not fill words are spread to whole words first, image by image. Operands that are no constants, sums that might leave int32 and windows of absurd size stay with the plain loop.
/// </summary>
internal static class LevelConv2DLowering
{
    // Largest row buffers and spread images, in words: what a file declares must not make a thread's scratch grow without limit.
    private const long MaxScratchWords = 1 << 24;

    public static Step? Lower(LevelConv2D op, LoweredNode node)
    {
        if (node.Constant(1) is not { } filter || Geometry(op, node) is not { } shape || !BinaryConvolution.Serves(shape))
            return null;
        int planes = node.Type(0).Shape is { Rank: 5 } input ? input[0] : 1;
        int depth = node.Type(1).Shape[3], added = shape.GroupInputChannels - depth;
        LevelTerms sum = LevelTerms.Of(op, planes, HasBorder(op, node), plusOneOnly: added != 0);
        long taps = (long)shape.FilterHeight * shape.FilterWidth, weights = 0, weight = 0;
        foreach (LevelTerm term in sum.Terms)
            (weights, weight) = (weights + Math.Abs((long)term.Weight), weight + term.Weight);
        long bound = weights * taps * shape.GroupInputChannels;
        if (bound + (Math.Abs((long)sum.Factor) * taps * depth) + (weights * taps * added) > int.MaxValue / 4)
            return null;
        // Channels that spreading adds are +1 on both sides of every product.
        int constant = (int)(-taps * added * weight);
        int[] offsets = [.. SignSums(filter, depth).Select(v => (sum.Factor * v) + constant)];
        if (LevelOutput.Of(op, node, offsets, sum.Halve, (int)bound) is not { } output)
            return null;
        return new LevelConvolutionBuilder(shape, filter.Values<uint>().ToArray(), sum, output, node).Build(depth);
    }

    private static bool HasBorder(LevelConv2D op, LoweredNode node)
    {
        if (!op.Pads.IsDefaultOrEmpty)
            return op.Pads.Any(pad => pad > 0);
        Shape input = node.Type(0).Shape, filter = node.Type(1).Shape;
        return Windows.Pads(input[^3], filter[1], op.Stride.Height, op.Dilation.Height, op.Padding) != (0, 0)
            || Windows.Pads(input[^2], filter[2], op.Stride.Width, op.Dilation.Width, op.Padding) != (0, 0);
    }

    // Per output channel Σv = taps·depth − 2·(bits that are 1).
    private static int[] SignSums(Literal filter, int depth)
    {
        ReadOnlySpan<uint> words = filter.Values<uint>();
        int outputs = filter.Type.Shape[0], perOutput = words.Length / outputs, taps = perOutput / BitLayout.Words(depth);
        int[] sums = new int[outputs];
        for (int o = 0; o < outputs; o++)
        {
            sums[o] = taps * depth;
            foreach (uint word in words.Slice(o * perOutput, perOutput))
                sums[o] -= 2 * BitOperations.PopCount(word);
        }
        return sums;
    }

    private static BinaryConvolutionShape? Geometry(LevelConv2D op, LoweredNode node)
    {
        Shape input = node.Type(0).Shape, filter = node.Type(1).Shape, output = node.ResultType().Shape;
        if (input.Rank == 5)
            input = Shape.Create(input.Dimensions[1..]);
        if (WindowShapes.Of(input, output, new Size2D(filter[1], filter[2]), op.Stride, op.Dilation, op.Padding) is not { } window)
            return null;
        int groups = input[3] / filter[3];
        bool fillsWords = groups == 1 || filter[3] % BitLayout.WordBits == 0;
        int groupWords = BitLayout.Words(filter[3]);
        BinaryConvolutionShape shape = BinaryConvolutionShape.Of(window, fillsWords ? input[3] : groups * groupWords * BitLayout.WordBits, filter[0], groups);
        if (!op.Pads.IsDefaultOrEmpty)
            shape = shape with { PadTop = op.Pads[0], PadLeft = op.Pads[2] };
        long rowWords = (((long)shape.OutputWidth * shape.StrideWidth * 2) + ((long)shape.FilterWidth * shape.DilationWidth)) * groups * groupWords;
        long imageWords = fillsWords ? 0 : (long)shape.InputHeight * shape.InputWidth * groups * groupWords;
        bool counts = ((long)shape.OutputHeight * shape.StrideHeight) + shape.PadTop + ((long)shape.FilterHeight * shape.DilationHeight) <= int.MaxValue
            && ((long)shape.OutputWidth * shape.StrideWidth) + shape.PadLeft + ((long)shape.FilterWidth * shape.DilationWidth) <= int.MaxValue;
        return counts && (rowWords * shape.FilterHeight) + (imageWords * 16) <= MaxScratchWords * 16 && rowWords * shape.FilterHeight <= MaxScratchWords ? shape : null;
    }
}
