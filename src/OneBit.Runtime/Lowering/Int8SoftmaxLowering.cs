using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Softmax of int8 codes: powers from a table of 256, their sum in float32 in order, ⌊p/(Σ·s') + ½⌋ + z', saturated. A work item is a row.</summary>
internal static class Int8SoftmaxLowering
{
    public static Step? Lower(Softmax op, LoweredNode node)
    {
        TensorType input = node.Type(0), output = node.ResultType();
        if (!node.Is(DType.Int8, DType.Int8) || input.Quantization is not { IsPerChannel: false } x || output.Quantization is not { IsPerChannel: false } y)
            return null;
        return new TableStep(x.Scale * op.Beta, y, input.Shape[^1], (int)(input.Shape.ElementCount / input.Shape[^1]), node.Operand(0), node.Result());
    }

    private sealed class TableStep(float scale, Quantization quantization, int depth, int rows, Slot input, Slot output) : Step
    {
        // By the distance to the row's largest code.
        private readonly float[] powers = [.. Enumerable.Range(0, 256).Select(distance => (float)Math.Exp(scale * -distance))];
        private readonly float outputScale = quantization.Scale;
        private readonly int zeroPoint = quantization.ZeroPoint;

        public override string Kernel => "Table";

        public override int WorkItems => rows;

        public override bool MayOverwriteOperand => true;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch)
        {
            for (int row = begin; row < end; row++)
                Row(context.Read<sbyte>(input).Slice(row * depth, depth), context.Write<sbyte>(output).Slice(row * depth, depth));
        }

        private void Row(ReadOnlySpan<sbyte> x, Span<sbyte> y)
        {
            int max = sbyte.MinValue;
            foreach (sbyte code in x)
                max = Math.Max(max, code);
            float sum = 0;
            foreach (sbyte code in x)
                sum += powers[max - code];
            float inverse = 1 / (sum * outputScale);
            for (int i = 0; i < x.Length; i++)
            {
                long code = (int)((powers[max - x[i]] * inverse) + 0.5f);
                y[i] = (sbyte)Math.Clamp(code + zeroPoint, sbyte.MinValue, sbyte.MaxValue);
            }
        }
    }
}
