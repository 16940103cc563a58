using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Float32 depthwise convolutions.</summary>
internal static class DepthwiseConv2DLowering
{
    public static Step? Lower(DepthwiseConv2D op, LoweredNode node)
    {
        if (!node.Is(DType.Float32, DType.Float32) || node.Constant(1) is not { Type.Element: DType.Float32 } filter || (node.Has(2) && !node.IsConstant(2)))
            return null;
        (Shape input, Shape taps) = (node.Type(0).Shape, filter.Type.Shape);
        if (taps[3] % input[3] != 0
            || WindowShapes.Of(input, node.ResultType().Shape, new Size2D(taps[1], taps[2]), op.Stride, op.Dilation, op.Padding) is not { } window)
        {
            return null;
        }
        (float[] lower, float[] upper) = ActivationBounds.Edges(op.Activation);
        ReadOnlySpan<float> bias = node.Constant(2) is { } values ? values.Values<float>() : [];
        FloatDepthwiseKernel kernel = FloatDepthwiseKernel.Catalogue.Pick();
        var packed = kernel.Pack(window, input[3], taps[3] / input[3], filter.Values<float>(), new FloatEdges(bias, lower, upper));
        return new FloatStep(packed, node.Operand(0), node.Result());
    }

    private sealed class FloatStep(PackedFloatDepthwise packed, Slot input, Slot output) : Step
    {
        public override string Kernel => packed.Kernel.Name;

        public override int WorkItems => packed.WorkItems;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) =>
            packed.Kernel.Run(packed, context.Read<float>(input), context.Write<float>(output), begin, end);
    }
}
