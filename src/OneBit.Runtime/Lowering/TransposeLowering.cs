using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Permuted dimensions, elements of one or four bytes. A work item is a row of the result's innermost dimension.</summary>
internal static class TransposeLowering
{
    public static Step? Lower(Transpose op, LoweredNode node)
    {
        TensorType input = node.Type(0);
        if (input.Shape.Rank == 0 || input.Element == DType.Bits || node.Constant(1) is not { Type.Element: DType.Int32 } permutation)
            return null;
        int[] order = permutation.Values<int>().ToArray();
        for (int i = 0; i < order.Length; i++)
            order[i] += order[i] < 0 ? order.Length : 0;
        return input.Element.SizeInBytes() switch
        {
            1 => new TransposeStep<byte>(input.Shape, order, node.Operand(0), node.Result()),
            4 => new TransposeStep<uint>(input.Shape, order, node.Operand(0), node.Result()),
            _ => null,
        };
    }

    private sealed class TransposeStep<T> : Step
        where T : unmanaged
    {
        private readonly int[] sizes;
        private readonly int[] steps;
        private readonly Slot input;
        private readonly Slot output;

        public TransposeStep(Shape shape, int[] order, Slot input, Slot output)
        {
            this.input = input;
            this.output = output;
            var inputSteps = new int[order.Length];
            int step = 1;
            for (int d = order.Length - 1; d >= 0; d--)
            {
                inputSteps[d] = step;
                step *= shape[d];
            }
            sizes = Array.ConvertAll(order, d => shape[d]);
            steps = Array.ConvertAll(order, d => inputSteps[d]);
            WorkItems = step / sizes[^1];
        }

        public override string Kernel => "Gather";

        public override int WorkItems { get; }

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch)
        {
            ReadOnlySpan<T> x = context.Read<T>(input);
            Span<T> y = context.Write<T>(output);
            int width = sizes[^1];
            int step = steps[^1];
            for (int row = begin; row < end; row++)
            {
                int from = Start(row);
                Span<T> target = y.Slice(row * width, width);
                for (int i = 0; i < target.Length; i++, from += step)
                    target[i] = x[from];
            }
        }

        private int Start(int row)
        {
            int start = 0;
            for (int d = sizes.Length - 2; d >= 0; d--)
            {
                start += row % sizes[d] * steps[d];
                row /= sizes[d];
            }
            return start;
        }
    }
}
