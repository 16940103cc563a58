using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Tensors of one type side by side: for each index of the outer dimensions a run of bytes from each.</summary>
internal static class ConcatLowering
{
    public static Step? Lower(Concat op, LoweredNode node)
    {
        TensorType result = node.ResultType();
        int rank = result.Shape.Rank;
        int axis = op.Axis < 0 ? op.Axis + rank : op.Axis;
        if (op.Activation != Activation.None || axis < 0 || axis >= rank || (result.Element == DType.Bits && axis == rank - 1))
            return null;
        var inputs = new Slot[node.OperandCount];
        var runs = new int[node.OperandCount];
        int outer = (int)Product(result.StoredShape.Dimensions[..axis]);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (node.Type(i).Element != result.Element || !Equals(node.Type(i).Quantization, result.Quantization))
                return null;
            inputs[i] = node.Operand(i);
            runs[i] = (int)(Product(node.Type(i).StoredShape.Dimensions[axis..]) * result.Element.SizeInBytes());
        }
        return new CopyStep(inputs, runs, outer, node.Result());
    }

    private static long Product(ReadOnlySpan<int> dimensions)
    {
        long product = 1;
        foreach (int d in dimensions)
            product *= d;
        return product;
    }

    private sealed class CopyStep(Slot[] inputs, int[] runs, int outer, Slot output) : Step
    {
        private readonly int row = runs.Sum();

        public override string Kernel => "Copy";

        public override int WorkItems => outer;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch)
        {
            Span<byte> target = context.Write<byte>(output);
            int start = 0;
            for (int i = 0; i < inputs.Length; i++)
            {
                ReadOnlySpan<byte> source = context.Read<byte>(inputs[i]);
                for (int o = begin; o < end; o++)
                    source.Slice(o * runs[i], runs[i]).CopyTo(target[((o * row) + start)..]);
                start += runs[i];
            }
        }
    }
}
