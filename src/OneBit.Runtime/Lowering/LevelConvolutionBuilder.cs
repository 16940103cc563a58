using OneBit.Kernels;

namespace OneBit.Runtime;

/// <summary>Packs the filters of a convolution over levels, one for each padding that its terms need, and makes the step.</summary>
internal sealed class LevelConvolutionBuilder(BinaryConvolutionShape shape, uint[] filter, LevelTerms sum, LevelOutput output, Slot input, Slot result)
{
    /// <summary>The step.</summary>
    /// <param name="depth">Channels of a group; fewer than the shape's where they have to be spread to words.</param>
    public Step Build(int depth)
    {
        if (depth == shape.GroupInputChannels)
        {
            BinaryConvolutionKernel kernel = BinaryConvolution.Pick(shape);
            return sum.Terms is [{ Weight: 1 } single]
                ? new LevelStep(kernel, Pack(kernel, shape, single.Padding), output, input, result)
                : new LevelSumStep(kernel, Sum(kernel, shape, term => term.Plane), output, input, result);
        }
        BinaryConvolutionShape image = shape with { Batch = 1 };
        BinaryConvolutionKernel imageKernel = BinaryConvolution.Pick(image);
        (int Plane, bool Inverted)[] copies = [.. sum.Terms.Select(t => (t.Plane, t.Inverted)).Distinct()];
        BinaryConvolutionSum images = Sum(imageKernel, image, term => Array.IndexOf(copies, (term.Plane, term.Inverted)));
        return new SpreadLevelStep(imageKernel, images, new GroupSpreading(shape, depth, copies), output, input, result);
    }

    private BinaryConvolutionSum Sum(BinaryConvolutionKernel kernel, BinaryConvolutionShape of, Func<LevelTerm, int> plane)
    {
        var packed = sum.Terms.Select(t => t.Padding).Distinct().ToDictionary(padding => padding, padding => Pack(kernel, of, padding));
        return new BinaryConvolutionSum(kernel, [.. sum.Terms.Select(t => new BinaryConvolutionTerm(packed[t.Padding], plane(t) * of.InputLength, t.Weight))]);
    }

    private PackedBinaryFilter Pack(BinaryConvolutionKernel kernel, BinaryConvolutionShape of, BinaryPadding padding) => kernel.Pack(of with { Padding = padding }, filter);
}
