using OneBit.Kernels;

namespace OneBit.Runtime;

/// <summary>An int8 convolution, or a dense layer as one.</summary>
internal sealed class Int8ConvolutionStep(PackedInt8Convolution packed, Slot input, Slot output) : Step
{
    public override string Kernel => packed.Kernel.Name;

    public override int WorkItems => packed.WorkItems;

    public override int ScratchBytes => packed.ScratchBytes;

    public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) =>
        packed.Kernel.Run(packed, context.Read<sbyte>(input), context.Write<sbyte>(output), scratch, begin, end);

    /// <summary>The step, or null where the types are others.</summary>
    public static Int8ConvolutionStep? Of(LoweredNode node, ConvolutionShape shape, IR.Activation activation)
    {
        if (node.Constant(1) is not { } filter || Rescaling.Of(node, shape.OutputChannels, filterAxis: 0, activation, SecondRounding.HalfUp) is not { } stage)
            return null;
        ReadOnlySpan<int> bias = node.Constant(2) is { } values ? values.Values<int>() : [];
        // The stage has checked that the input has a quantization.
        var packed = Int8ConvolutionKernel.Catalogue.Pick().Pack(shape, filter.Values<sbyte>(), bias, node.Type(0).Quantization!.ZeroPoint, stage);
        return new Int8ConvolutionStep(packed, node.Operand(0), node.Result());
    }
}
