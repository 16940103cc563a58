using OneBit.Kernels;

namespace OneBit.Runtime;

/// <summary>Packs the filters of a convolution over levels, one for each padding that its terms need, and makes the step.</summary>
internal sealed class LevelConvolutionBuilder(BinaryConvolutionShape shape, uint[] filter, LevelTerms sum, LevelOutput output, LoweredNode node)
{
    /// <summary>The step.</summary>
    /// <param name="depth">Channels of a group; fewer than the shape's where they have to be spread to words.</param>
    public Step Build(int depth)
    {
        (Slot input, Slot result) = (node.Operand(0), node.Result());
        if (depth == shape.GroupInputChannels)
        {
            var job = new BinaryConvolutionJob(shape) { IsTerm = sum.Terms is not [{ Weight: 1 }] };
            BinaryConvolutionKernel kernel = job.Pick(node.Choices.Of(job));
            return sum.Terms is [{ Weight: 1 } single]
                ? new LevelStep(kernel, Pack(kernel, shape, single.Padding), output, input, result) { Job = job }
                : new LevelSumStep(kernel, Sum(kernel, shape, term => term.Plane), output, input, result) { Job = job };
        }
        BinaryConvolutionShape image = shape with { Batch = 1 };
        var imageJob = new BinaryConvolutionJob(image) { IsTerm = true };
        BinaryConvolutionKernel imageKernel = imageJob.Pick(node.Choices.Of(imageJob));
        (int Plane, bool Inverted)[] copies = [.. sum.Terms.Select(t => (t.Plane, t.Inverted)).Distinct()];
        BinaryConvolutionSum images = Sum(imageKernel, image, term => Array.IndexOf(copies, (term.Plane, term.Inverted)));
        return new SpreadLevelStep(imageKernel, images, new GroupSpreading(shape, depth, copies), output, input, result) { Job = imageJob };
    }

    private BinaryConvolutionSum Sum(BinaryConvolutionKernel kernel, BinaryConvolutionShape of, Func<LevelTerm, int> plane)
    {
        var packed = sum.Terms.Select(t => t.Padding).Distinct().ToDictionary(padding => padding, padding => Pack(kernel, of, padding));
        return new BinaryConvolutionSum(kernel, [.. sum.Terms.Select(t => new BinaryConvolutionTerm(packed[t.Padding], plane(t) * of.InputLength, t.Weight))]);
    }

    private PackedBinaryFilter Pack(BinaryConvolutionKernel kernel, BinaryConvolutionShape of, BinaryPadding padding) => kernel.Pack(of with { Padding = padding }, filter);
}
