using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Signs of float32, codes and bools as bits. A work item is a row of channels.</summary>
internal static class BinaryQuantizeLowering
{
    private static readonly float[] Threshold = [BitThreshold.Larq];

    public static Step? Lower(BinaryQuantize op, LoweredNode node)
    {
        int channels = node.Type(0).Shape[^1];
        int rows = (int)(node.Type(0).Shape.ElementCount / channels);
        BitPackingKernel kernel = BitPacking.Catalogue.Pick();
        return node.Type(0).Element switch
        {
            DType.Float32 => new FloatStep(kernel, rows, channels, node.Operand(0), node.Result()),
            DType.Int8 => new Int8Step(kernel, rows, channels, node.Type(0).Quantization?.ZeroPoint ?? 0, node.Operand(0), node.Result()),
            DType.Bool => new BoolStep(kernel, rows, channels, node.Operand(0), node.Result()),
            _ => null,
        };
    }

    private sealed class FloatStep(BitPackingKernel kernel, int rows, int channels, Slot input, Slot output) : Step
    {
        private readonly int words = BitLayout.Words(channels);

        public override string Kernel => kernel.Name;

        public override int WorkItems => rows;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) => kernel.Pack(
            context.Read<float>(input)[(begin * channels)..(end * channels)], channels, Threshold, BitSide.Below, context.Write<uint>(output)[(begin * words)..(end * words)]);
    }

    private sealed class Int8Step(BitPackingKernel kernel, int rows, int channels, int zeroPoint, Slot input, Slot output) : Step
    {
        private readonly int words = BitLayout.Words(channels);

        public override string Kernel => kernel.Name;

        public override int WorkItems => rows;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) => kernel.Pack(
            context.Read<sbyte>(input)[(begin * channels)..(end * channels)], channels, zeroPoint, context.Write<uint>(output)[(begin * words)..(end * words)]);
    }

    private sealed class BoolStep(BitPackingKernel kernel, int rows, int channels, Slot input, Slot output) : Step
    {
        private readonly int words = BitLayout.Words(channels);

        public override string Kernel => kernel.Name;

        public override int WorkItems => rows;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) => kernel.PackBooleans(
            context.Read<byte>(input)[(begin * channels)..(end * channels)], channels, context.Write<uint>(output)[(begin * words)..(end * words)]);
    }
}
