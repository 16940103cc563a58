using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>A constant border around tensors of float32 or int8. A work item is a row of the result's innermost dimension.</summary>
internal static class PadLowering
{
    public static Step? Lower(Pad op, LoweredNode node)
    {
        if (node.Type(0).Shape.Rank == 0 || node.Constant(1) is not { Type.Element: DType.Int32 } pads || (node.Has(2) && !node.IsConstant(2)))
            return null;
        Shape input = node.Type(0).Shape;
        Shape output = node.ResultType().Shape;
        int[] before = [.. Enumerable.Range(0, input.Rank).Select(i => pads.Values<int>()[2 * i])];
        if (node.Is(DType.Float32, DType.Float32))
            return new PadStep<float>(node.Constant(2)?.Values<float>()[0] ?? 0, input, output, before, node.Operand(0), node.Result());
        if (!node.Is(DType.Int8, DType.Int8))
            return null;
        sbyte border = node.Constant(2)?.Values<sbyte>()[0] ?? (sbyte)(node.Type(0).Quantization?.ZeroPoint ?? 0);
        return new PadStep<sbyte>(border, input, output, before, node.Operand(0), node.Result());
    }

    private sealed class PadStep<T>(T border, Shape input, Shape output, int[] before, Slot source, Slot target) : Step
        where T : unmanaged
    {
        private readonly int[] sizes = [.. input];
        private readonly int[] paddedSizes = [.. output];

        public override string Kernel => "Copy";

        public override int WorkItems { get; } = (int)(output.ElementCount / output[^1]);

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch)
        {
            ReadOnlySpan<T> x = context.Read<T>(source);
            Span<T> y = context.Write<T>(target);
            int width = paddedSizes[^1];
            for (int row = begin; row < end; row++)
            {
                Span<T> padded = y.Slice(row * width, width);
                padded.Fill(border);
                int from = SourceRow(row);
                if (from >= 0)
                    x.Slice(from * sizes[^1], sizes[^1]).CopyTo(padded[before[^1]..]);
            }
        }

        /// <summary>The row of the input that lies in row <paramref name="row"/> of the result; −1 on the border.</summary>
        private int SourceRow(int row)
        {
            int start = 0;
            int step = 1;
            for (int d = sizes.Length - 2; d >= 0; d--)
            {
                int at = (row % paddedSizes[d]) - before[d];
                row /= paddedSizes[d];
                if ((uint)at >= (uint)sizes[d])
                    return -1;
                start += at * step;
                step *= sizes[d];
            }
            return start;
        }
    }
}
