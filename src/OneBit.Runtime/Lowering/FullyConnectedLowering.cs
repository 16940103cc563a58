using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Float32 and int8 dense layers.</summary>
internal static class FullyConnectedLowering
{
    public static Step? Lower(FullyConnected op, LoweredNode node)
    {
        (int outputs, int inputs) = (node.Type(1).Shape[0], node.Type(1).Shape[1]);
        long elements = node.Type(0).Shape.ElementCount;
        if (elements % inputs != 0)
            return null;
        if (node.Is(DType.Int8, DType.Int8))
            return Int8ConvolutionStep.Of(node, AsConvolution((int)(elements / inputs), inputs, outputs), op.Activation);
        if (!node.Is(DType.Float32, DType.Float32) || node.Constant(1) is not { Type.Element: DType.Float32 } filter || (node.Has(2) && !node.IsConstant(2)))
            return null;
        (float[] lower, float[] upper) = ActivationBounds.Edges(op.Activation);
        ReadOnlySpan<float> bias = node.Constant(2) is { } values ? values.Values<float>() : [];
        var edges = new FloatEdges(bias, lower, upper);
        if (elements == inputs && Math.Min(inputs, outputs) >= DenseRowKernel.Fewest)
            return new RowStep(DenseRowKernel.Catalogue.Pick().Pack(inputs, outputs, filter.Values<float>(), edges), node.Operand(0), node.Result());
        PackedDense packed = DenseKernel.Catalogue.Pick().Pack(inputs, outputs, filter.Values<float>(), edges);
        return new FloatStep(packed, (int)(elements / inputs), node.Operand(0), node.Result());
    }

    // One image of a single row, a pixel per input of the batch.
    private static ConvolutionShape AsConvolution(int batch, int inputs, int outputs) =>
        new(new WindowShape { InputHeight = 1, InputWidth = batch, OutputHeight = 1, OutputWidth = batch, FilterHeight = 1, FilterWidth = 1 }, inputs, outputs);

    private sealed class RowStep(PackedDenseRow packed, Slot input, Slot output) : Step
    {
        public override string Kernel => packed.Kernel.Name;

        public override int WorkItems => packed.WorkItems;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) =>
            packed.Kernel.Run(packed, context.Read<float>(input), context.Write<float>(output), begin, end);
    }

    private sealed class FloatStep(PackedDense packed, int batch, Slot input, Slot output) : Step
    {
        public override string Kernel => packed.Kernel.Name;

        public override int WorkItems { get; } = packed.WorkItems(batch);

        public override int ScratchBytes => packed.ScratchBytes;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) =>
            packed.Kernel.Run(packed, batch, context.Read<float>(input), context.Write<float>(output), scratch, begin, end);
    }
}
