using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Softmax and its logarithm over float32. A work item is a row.</summary>
internal static class SoftmaxLowering
{
    public static Step? Lower(Softmax op, LoweredNode node) => Lower(node, (kernel, x, y, depth) => kernel.Softmax(x, y, depth, op.Beta));

    public static Step? Lower(LogSoftmax op, LoweredNode node) => Lower(node, (kernel, x, y, depth) => kernel.LogSoftmax(x, y, depth));

    private static FloatStep? Lower(LoweredNode node, Function function)
    {
        if (!node.Is(DType.Float32, DType.Float32) || node.Type(0).Shape.Rank == 0)
            return null;
        int depth = node.Type(0).Shape[^1];
        return new FloatStep(function, (int)(node.Type(0).Shape.ElementCount / depth), depth, node.Operand(0), node.Result());
    }

    private delegate void Function(SoftmaxKernel kernel, ReadOnlySpan<float> input, Span<float> output, int depth);

    private sealed class FloatStep(Function function, int rows, int depth, Slot input, Slot output) : Step
    {
        private readonly SoftmaxKernel kernel = SoftmaxKernel.Catalogue.Pick();

        public override string Kernel => kernel.Name;

        public override int WorkItems => rows;

        public override bool MayOverwriteOperand => true;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) =>
            function(kernel, context.Read<float>(input)[(begin * depth)..(end * depth)], context.Write<float>(output)[(begin * depth)..(end * depth)], depth);
    }
}
