using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Float32 and int8 depthwise convolutions.</summary>
internal static class DepthwiseConv2DLowering
{
    public static Step? Lower(DepthwiseConv2D op, LoweredNode node)
    {
        (Shape input, Shape taps) = (node.Type(0).Shape, node.Type(1).Shape);
        if (taps[3] % input[3] != 0
            || WindowShapes.Of(input, node.ResultType().Shape, new Size2D(taps[1], taps[2]), op.Stride, op.Dilation, op.Padding) is not { } window)
        {
            return null;
        }
        if (node.Is(DType.Int8, DType.Int8))
            return Int8(op, node, window, taps[3]);
        if (!node.Is(DType.Float32, DType.Float32) || node.Constant(1) is not { Type.Element: DType.Float32 } filter || (node.Has(2) && !node.IsConstant(2)))
            return null;
        (float[] lower, float[] upper) = ActivationBounds.Edges(op.Activation);
        ReadOnlySpan<float> bias = node.Constant(2) is { } values ? values.Values<float>() : [];
        FloatDepthwiseKernel kernel = FloatDepthwiseKernel.Catalogue.Pick();
        var packed = kernel.Pack(window, input[3], taps[3] / input[3], filter.Values<float>(), new FloatEdges(bias, lower, upper));
        return new FloatStep(packed, node.Operand(0), node.Result());
    }

    private static Int8Step? Int8(DepthwiseConv2D op, LoweredNode node, WindowShape window, int channels)
    {
        if (node.Constant(1) is not { } filter || Rescaling.Of(node, channels, filterAxis: 3, op.Activation, SecondRounding.HalfAwayFromZero) is not { } stage)
            return null;
        ReadOnlySpan<int> bias = node.Constant(2) is { } values ? values.Values<int>() : [];
        int inputChannels = node.Type(0).Shape[3];
        // The stage has checked that the input has a quantization.
        int zeroPoint = node.Type(0).Quantization!.ZeroPoint;
        var packed = Int8DepthwiseKernel.Catalogue.Pick().Pack(window, inputChannels, channels / inputChannels, filter.Values<sbyte>(), bias, zeroPoint, stage);
        return new Int8Step(packed, node.Operand(0), node.Result());
    }

    private sealed class FloatStep(PackedFloatDepthwise packed, Slot input, Slot output) : Step
    {
        public override string Kernel => packed.Kernel.Name;

        public override int WorkItems => packed.WorkItems;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) =>
            packed.Kernel.Run(packed, context.Read<float>(input), context.Write<float>(output), begin, end);
    }

    private sealed class Int8Step(PackedInt8Depthwise packed, Slot input, Slot output) : Step
    {
        public override string Kernel => packed.Kernel.Name;

        public override int WorkItems => packed.WorkItems;

        public override int ScratchBytes => packed.ScratchBytes;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) =>
            packed.Kernel.Run(packed, context.Read<sbyte>(input), context.Write<sbyte>(output), scratch, begin, end);
    }
}
