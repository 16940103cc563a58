using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Max pools of bits.</summary>
internal static class BinaryMaxPool2DLowering
{
    public static Step? Lower(BinaryMaxPool2D op, LoweredNode node)
    {
        if (WindowShapes.Of(node.Type(0).Shape, node.ResultType().Shape, op.Filter, op.Stride, Size2D.One, op.Padding) is not { } window)
            return null;
        var shape = new BinaryPoolingShape
        {
            Batch = window.Batch,
            InputHeight = window.InputHeight,
            InputWidth = window.InputWidth,
            Words = BitLayout.Words(node.Type(0).Shape[3]),
            OutputHeight = window.OutputHeight,
            OutputWidth = window.OutputWidth,
            FilterHeight = window.FilterHeight,
            FilterWidth = window.FilterWidth,
            StrideHeight = window.StrideY,
            StrideWidth = window.StrideX,
            PadTop = window.PadTop,
            PadLeft = window.PadLeft,
        };
        return new PoolStep(BinaryPooling.Catalogue.Pick(), shape, node.Operand(0), node.Result());
    }

    private sealed class PoolStep(BinaryPoolingKernel kernel, BinaryPoolingShape shape, Slot input, Slot output) : Step
    {
        public override string Kernel => kernel.Name;

        public override int WorkItems => shape.OutputRows;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) =>
            kernel.Run(shape, context.Read<uint>(input), context.Write<uint>(output), begin, end);
    }
}
