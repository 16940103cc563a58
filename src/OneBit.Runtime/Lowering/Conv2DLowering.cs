using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Float32 and int8 convolutions, grouped ones too.</summary>
internal static class Conv2DLowering
{
    public static Step? Lower(Conv2D op, LoweredNode node)
    {
        if (ShapeOf(op, node) is not { } shape)
            return null;
        if (node.Is(DType.Int8, DType.Int8))
            return Int8ConvolutionStep.Of(node, shape, op.Activation);
        if (!node.Is(DType.Float32, DType.Float32) || node.Constant(1) is not { Type.Element: DType.Float32 } filter || (node.Has(2) && !node.IsConstant(2)))
            return null;
        var job = new FloatConvolutionJob(shape);
        FloatConvolutionKernel kernel = job.Pick(node.Choices.Of(job));
        (float[] lower, float[] upper) = ActivationBounds.Edges(op.Activation);
        ReadOnlySpan<float> bias = node.Constant(2) is { } values ? values.Values<float>() : [];
        return new FloatStep(kernel.Pack(shape, filter.Values<float>(), new FloatEdges(bias, lower, upper)), node.Operand(0), node.Result()) { Job = job };
    }

    private static ConvolutionShape? ShapeOf(Conv2D op, LoweredNode node)
    {
        (Shape input, Shape filter, Shape output) = (node.Type(0).Shape, node.Type(1).Shape, node.ResultType().Shape);
        if (WindowShapes.Of(input, output, new Size2D(filter[1], filter[2]), op.Stride, op.Dilation, op.Padding) is not { } window || filter[3] == 0)
            return null;
        int groups = input[3] / filter[3];
        return groups * filter[3] == input[3] && filter[0] % groups == 0 ? new ConvolutionShape(window, input[3], filter[0], groups) : null;
    }

    private sealed class FloatStep(PackedFloatConvolution packed, Slot input, Slot output) : Step
    {
        public override string Kernel => packed.Kernel.Name;

        public override int WorkItems => packed.WorkItems;

        public override int ScratchBytes => packed.ScratchBytes;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) =>
            packed.Kernel.Run(packed, context.Read<float>(input), context.Write<float>(output), scratch, begin, end);
    }
}
