using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>The mean of int8 codes over neighbouring dimensions: height and width of an image, or the last dimension. A work item is an index of the dimensions before them.</summary>
internal static class Int8MeanLowering
{
    public static Step? Lower(Reduce op, LoweredNode node)
    {
        Shape shape = node.Type(0).Shape;
        if (op.Kind != ReduceKind.Mean || !node.Is(DType.Int8, DType.Int8) || Reduced(node, shape.Rank) is not { } axes)
            return null;
        if (node.Type(0).Quantization is not { IsPerChannel: false } x || node.ResultType().Quantization is not { IsPerChannel: false } y)
            return null;
        (int outer, int count, int inner) = (Product(shape.Dimensions[..axes.First]), Product(shape.Dimensions[axes.First..axes.End]), Product(shape.Dimensions[axes.End..]));
        float factor = x.Scale / y.Scale;
        return factor < Int8MeanKernel.LargestFactor && count <= Int8MeanKernel.LargestCount
            ? new Int8Step(new Int8Mean(count, inner, factor, x.ZeroPoint, y.ZeroPoint), outer, node.Operand(0), node.Result())
            : null;
    }

    // The reduced dimensions where they are neighbours.
    private static (int First, int End)? Reduced(LoweredNode node, int rank)
    {
        if (node.Integers(1) is not { Length: > 0 } given)
            return null;
        int[] axes = [.. given.Select(axis => (int)(axis < 0 ? axis + rank : axis)).Distinct().Order()];
        return axes[^1] - axes[0] == axes.Length - 1 ? (axes[0], axes[^1] + 1) : null;
    }

    private static int Product(ReadOnlySpan<int> dimensions)
    {
        int product = 1;
        foreach (int d in dimensions)
            product *= d;
        return product;
    }

    private sealed class Int8Step(Int8Mean mean, int outer, Slot input, Slot output) : Step
    {
        private readonly Int8MeanKernel kernel = Int8MeanKernel.Catalogue.Pick();

        public override string Kernel => kernel.Name;

        public override int WorkItems => outer;

        public override int ScratchBytes => mean.ScratchBytes;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) =>
            kernel.Run(mean, context.Read<sbyte>(input), context.Write<sbyte>(output), scratch, begin, end);
    }
}
