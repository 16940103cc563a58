using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Convolutions of bits: float32, int8 and bit outputs, all paddings, groups.</summary>
internal static class BinaryConv2DLowering
{
    public static Step? Lower(BinaryConv2D op, LoweredNode node)
    {
        if (node.Constant(1) is not { } filter || ShapeOf(op, node) is not { } shape || !BinaryConvolution.Serves(shape))
            return null;
        var job = new BinaryConvolutionJob(shape);
        BinaryConvolutionKernel kernel = job.Pick(node.Choices.Of(job));
        (Slot input, Slot output) = (node.Operand(0), node.Result());
        PackedBinaryFilter packed = kernel.Pack(shape, filter.Values<uint>());
        if (op.Output == DType.Bits)
        {
            return node.Constant(4) is { } thresholds && thresholds.Type.Shape == [shape.OutputChannels]
                ? new BitStep(kernel, packed, BitOutput.FromAccumulatorThresholds(shape.Depth, thresholds.Values<int>()), input, output) { Job = job }
                : null;
        }
        if (node.Constant(2) is not { } multiplier || node.Constant(3) is not { } bias || !IsPerChannel(multiplier, shape) || !IsPerChannel(bias, shape))
            return null;
        (int low, int high) = Range(op.Activation);
        if (op.Output == DType.Float32)
        {
            var larq = OutputTransform.Larq(shape.Depth, multiplier.Values<float>(), bias.Values<float>(), low, high, op.CorrectsBehind(node.Type(0).Shape, filter.Type.Shape));
            return Residual.Of(node, BinaryConv2D.ResidualOperand, op.Then, op.Signs) is { } residual
                ? new ResidualStep(kernel, packed, larq, residual, input, output) { Job = job }
                : new FloatStep(kernel, packed, larq, input, output) { Job = job };
        }
        if (op.Output != DType.Int8 || node.ResultType().Quantization is not { IsPerChannel: false } q)
            return null;
        var transform = OutputTransform.Larq(shape.Depth, multiplier.Values<float>(), bias.Values<float>(), low, high, q.Scale, q.ZeroPoint);
        return new Int8Step(kernel, packed, transform, input, output) { Job = job };
    }

    private static bool IsPerChannel(Literal values, BinaryConvolutionShape shape) => values.Type.Element == DType.Float32 && values.Type.Shape == [shape.OutputChannels];

    private static (int Low, int High) Range(Activation activation) => activation switch
    {
        Activation.Relu => (0, int.MaxValue),
        Activation.Relu6 => (0, 6),
        Activation.ReluN1To1 => (-1, 1),
        _ => (int.MinValue, int.MaxValue),
    };

    private static BinaryConvolutionShape? ShapeOf(BinaryConv2D op, LoweredNode node)
    {
        (Shape input, Shape filter, Shape output) = (node.Type(0).Shape, node.Type(1).Shape, node.ResultType().Shape);
        if (WindowShapes.Of(input, output, new Size2D(filter[1], filter[2]), op.Stride, op.Dilation, op.Padding) is not { } window || filter[3] == 0)
            return null;
        int groups = input[3] / filter[3];
        if (groups * filter[3] != input[3] || filter[0] % groups != 0 || (groups > 1 && filter[3] % BitLayout.WordBits != 0))
            return null;
        BinaryPadding padding = op.Padding == Padding.Same && op.PadValues == 0 ? BinaryPadding.Zero : BinaryPadding.One;
        return BinaryConvolutionShape.Of(window, input[3], filter[0], groups) with { Padding = padding };
    }

    private abstract class ConvolutionStep(BinaryConvolutionKernel kernel, PackedBinaryFilter packed) : Step
    {
        public override string Kernel => kernel.Name;

        public override int WorkItems { get; } = packed.WorkItems;

        public override int ScratchBytes { get; } = packed.ScratchBytes;
    }

    private sealed class FloatStep(BinaryConvolutionKernel kernel, PackedBinaryFilter packed, OutputTransform transform, Slot input, Slot output)
        : ConvolutionStep(kernel, packed)
    {
        private readonly BinaryConvolutionKernel kernel = kernel;
        private readonly PackedBinaryFilter packed = packed;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) =>
            kernel.Run(packed, context.Read<uint>(input), transform, context.Write<float>(output), begin, end, scratch);
    }

    private sealed class ResidualStep(BinaryConvolutionKernel kernel, PackedBinaryFilter packed, OutputTransform transform, Residual residual, Slot input, Slot output)
        : ConvolutionStep(kernel, packed)
    {
        private readonly BinaryConvolutionKernel kernel = kernel;
        private readonly PackedBinaryFilter packed = packed;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) =>
            kernel.Run(packed, context.Read<uint>(input), transform, residual.Form, residual.Addend(context), context.Write<float>(output), residual.Signs(context), begin, end, scratch);
    }

    private sealed class Int8Step(BinaryConvolutionKernel kernel, PackedBinaryFilter packed, OutputTransform transform, Slot input, Slot output)
        : ConvolutionStep(kernel, packed)
    {
        private readonly BinaryConvolutionKernel kernel = kernel;
        private readonly PackedBinaryFilter packed = packed;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) =>
            kernel.Run(packed, context.Read<uint>(input), transform, Int8Output.Folded, context.Write<sbyte>(output), begin, end, scratch);
    }

    private sealed class BitStep(BinaryConvolutionKernel kernel, PackedBinaryFilter packed, BitOutput form, Slot input, Slot output)
        : ConvolutionStep(kernel, packed)
    {
        private readonly BinaryConvolutionKernel kernel = kernel;
        private readonly PackedBinaryFilter packed = packed;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) =>
            kernel.Run(packed, context.Read<uint>(input), form, context.Write<uint>(output), begin, end, scratch);
    }
}
