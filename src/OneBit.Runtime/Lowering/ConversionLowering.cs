using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Between float32 and int8 codes.</summary>
internal static class ConversionLowering
{
    public static Step? Lower(Quantize op, LoweredNode node) =>
        node.Is(DType.Float32, DType.Int8) && node.ResultType().Quantization is { IsPerChannel: false } q
            ? new QuantizeStep(q, (int)node.Type(0).Shape.ElementCount, node.Operand(0), node.Result())
            : null;

    public static Step? Lower(Dequantize op, LoweredNode node) =>
        node.Is(DType.Int8, DType.Float32) && node.Type(0).Quantization is { IsPerChannel: false } q
            ? new DequantizeStep(q, (int)node.Type(0).Shape.ElementCount, node.Operand(0), node.Result())
            : null;

    // q = saturate(round half to even(x / scale) + zero point); NaN gives the smallest code.
    private sealed class QuantizeStep(Quantization quantization, int elements, Slot input, Slot output) : BlockStep(elements)
    {
        private readonly float scale = quantization.Scale;
        private readonly int zeroPoint = quantization.ZeroPoint;

        public override string Kernel => "Scalar";

        protected override void Execute(StepContext context, int first, int count)
        {
            ReadOnlySpan<float> x = context.Read<float>(input).Slice(first, count);
            Span<sbyte> codes = context.Write<sbyte>(output).Slice(first, count);
            float low = sbyte.MinValue - (float)zeroPoint;
            float high = sbyte.MaxValue - (float)zeroPoint;
            for (int i = 0; i < x.Length; i++)
            {
                float code = MathF.Round(x[i] / scale);
                codes[i] = code > low ? (sbyte)((int)MathF.Min(code, high) + zeroPoint) : sbyte.MinValue;
            }
        }
    }

    // One table entry per code.
    private sealed class DequantizeStep(Quantization quantization, int elements, Slot input, Slot output) : BlockStep(elements)
    {
        private readonly float[] values = [.. Enumerable.Range(0, 256).Select(code => (float)((double)quantization.Scale * ((sbyte)code - quantization.ZeroPoint)))];

        public override string Kernel => "Table";

        protected override void Execute(StepContext context, int first, int count)
        {
            ReadOnlySpan<byte> codes = context.Read<byte>(input).Slice(first, count);
            Span<float> y = context.Write<float>(output).Slice(first, count);
            for (int i = 0; i < codes.Length; i++)
                y[i] = values[codes[i]];
        }
    }
}
