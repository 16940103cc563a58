using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Bits joined along their channels, or reshaped to other channels: runs of bits that begin anywhere in a word. A work item is a row of the result.</summary>
internal static class BitMovementLowering
{
    public static Step? Lower(Concat op, LoweredNode node)
    {
        TensorType result = node.ResultType();
        int rank = result.Shape.Rank;
        if (result.Element != DType.Bits || op.Activation != Activation.None || (op.Axis < 0 ? op.Axis + rank : op.Axis) != rank - 1)
            return null;
        int[] channels = [.. Enumerable.Range(0, node.OperandCount).Select(i => node.Type(i).Shape[^1])];
        Slot[] inputs = [.. Enumerable.Range(0, node.OperandCount).Select(node.Operand)];
        return Array.TrueForAll(channels, count => count % BitLayout.WordBits == 0)
            ? new JoinWordsStep(inputs, [.. channels.Select(BitLayout.Words)], RowsOf(result.Shape), node.Result())
            : new JoinStep(inputs, channels, RowsOf(result.Shape), node.Result());
    }

    public static Step? Lower(Reshape op, LoweredNode node)
    {
        (TensorType input, TensorType result) = (node.Type(0), node.ResultType());
        if (input.Element != DType.Bits || input.Shape.Rank == 0 || result.Shape.Rank == 0 || input.Shape.ElementCount != result.Shape.ElementCount)
            return null;
        (int before, int after) = (input.Shape[^1], result.Shape[^1]);
        bool staysInPlace = before == after || (before % BitLayout.WordBits == 0 && after % BitLayout.WordBits == 0);
        return staysInPlace ? AliasStep.Instance : new RewrapStep(before, after, RowsOf(result.Shape), node.Operand(0), node.Result());
    }

    private static int RowsOf(Shape shape) => (int)(shape.ElementCount / shape[^1]);

    private sealed class JoinStep(Slot[] inputs, int[] channels, int rows, Slot output) : Step
    {
        private readonly int words = BitLayout.Words(channels.Sum());

        public override string Kernel => "BitRuns";

        public override int WorkItems => rows;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch)
        {
            Span<uint> target = context.Write<uint>(output)[(begin * words)..(end * words)];
            target.Clear();
            int at = 0;
            for (int i = 0; i < inputs.Length; i++)
            {
                ReadOnlySpan<uint> source = context.Read<uint>(inputs[i]);
                int perRow = BitLayout.Words(channels[i]);
                for (int row = begin; row < end; row++)
                    BitRuns.Copy(source, 32L * row * perRow, target, (32L * (row - begin) * words) + at, channels[i]);
                at += channels[i];
            }
        }
    }

    private sealed class JoinWordsStep(Slot[] inputs, int[] words, int rows, Slot output) : Step
    {
        private readonly int total = words.Sum();

        public override string Kernel => "Words";

        public override int WorkItems => rows;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch)
        {
            Span<uint> target = context.Write<uint>(output)[(begin * total)..(end * total)];
            int first = 0;
            for (int i = 0; i < inputs.Length; i++)
            {
                int count = words[i];
                ReadOnlySpan<uint> source = context.Read<uint>(inputs[i])[(begin * count)..(end * count)];
                for (int from = 0, to = first; from < source.Length; from += count, to += total)
                    source.Slice(from, count).CopyTo(target[to..]);
                first += count;
            }
        }
    }

    private sealed class RewrapStep(int before, int after, int rows, Slot input, Slot output) : Step
    {
        private readonly int sourceWords = BitLayout.Words(before);
        private readonly int words = BitLayout.Words(after);

        public override string Kernel => "BitRuns";

        public override int WorkItems => rows;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch)
        {
            ReadOnlySpan<uint> source = context.Read<uint>(input);
            Span<uint> target = context.Write<uint>(output)[(begin * words)..(end * words)];
            target.Clear();
            for (int row = begin; row < end; row++)
            {
                for (int done = 0; done < after;)
                {
                    (long sourceRow, long channel) = Math.DivRem(((long)row * after) + done, before);
                    int count = (int)Math.Min(after - done, before - channel);
                    BitRuns.Copy(source, (32L * sourceRow * sourceWords) + channel, target, (32L * (row - begin) * words) + done, count);
                    done += count;
                }
            }
        }
    }
}
