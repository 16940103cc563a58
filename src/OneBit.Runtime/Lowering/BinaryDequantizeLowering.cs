using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Bits as ±1 in float32, as bools, or as codes. A work item is a row of channels.</summary>
internal static class BinaryDequantizeLowering
{
    public static Step? Lower(BinaryDequantize op, LoweredNode node)
    {
        int channels = node.ResultType().Shape[^1];
        int rows = (int)(node.ResultType().Shape.ElementCount / channels);
        BitPackingKernel kernel = BitPacking.Catalogue.Pick();
        switch (node.ResultType().Element)
        {
            case DType.Float32:
                return new FloatStep(kernel, rows, channels, node.Operand(0), node.Result());
            case DType.Bool:
                return new ByteStep(kernel, rows, channels, 1, 0, node.Operand(0), node.Result());
            case DType.Int8 when node.ResultType().Quantization is { IsPerChannel: false } q:
                float one = MathF.Round(1 / q.Scale, MidpointRounding.AwayFromZero);
                sbyte plus = (sbyte)Math.Clamp(q.ZeroPoint + one, sbyte.MinValue, sbyte.MaxValue);
                sbyte minus = (sbyte)Math.Clamp(q.ZeroPoint - one, sbyte.MinValue, sbyte.MaxValue);
                return new ByteStep(kernel, rows, channels, (byte)plus, (byte)minus, node.Operand(0), node.Result());
            default:
                return null;
        }
    }

    private sealed class FloatStep(BitPackingKernel kernel, int rows, int channels, Slot input, Slot output) : Step
    {
        private readonly int words = BitLayout.Words(channels);

        public override string Kernel => kernel.Name;

        public override int WorkItems => rows;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) => kernel.Unpack(
            context.Read<uint>(input)[(begin * words)..(end * words)], channels, 1f, -1f, context.Write<float>(output)[(begin * channels)..(end * channels)]);
    }

    private sealed class ByteStep(BitPackingKernel kernel, int rows, int channels, byte plus, byte minus, Slot input, Slot output) : Step
    {
        private readonly int words = BitLayout.Words(channels);

        public override string Kernel => kernel.Name;

        public override int WorkItems => rows;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) => kernel.Unpack(
            context.Read<uint>(input)[(begin * words)..(end * words)], channels, plus, minus, context.Write<byte>(output)[(begin * channels)..(end * channels)]);
    }
}
