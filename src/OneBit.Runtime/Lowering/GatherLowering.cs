using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Slices by constant indices: for each index of the dimensions in front, a run of bytes per index. A work item is a run of the result.</summary>
internal static class GatherLowering
{
    public static Step? Lower(Gather op, LoweredNode node)
    {
        (TensorType input, TensorType result) = (node.Type(0), node.ResultType());
        if (node.Integers(1) is not { } indices || op.BatchDims != 0 || input.Element == DType.Bits || input.Element != result.Element || result.Shape.ElementCount == 0)
            return null;
        int axis = op.Axis < 0 ? op.Axis + input.Shape.Rank : op.Axis;
        if (Array.Exists(indices, i => i < 0 || i >= input.Shape[axis]))
            return null;
        int run = input.Element.SizeInBytes(), outer = 1;
        for (int d = 0; d < input.Shape.Rank; d++)
            (outer, run) = d < axis ? (outer * input.Shape[d], run) : d > axis ? (outer, run * input.Shape[d]) : (outer, run);
        return new GatherStep(Array.ConvertAll(indices, i => (int)i), input.Shape[axis], run, outer, node.Operand(0), node.Result());
    }

    private sealed class GatherStep(int[] indices, int size, int run, int outer, Slot input, Slot output) : Step
    {
        public override string Kernel => "Gather";

        public override int WorkItems { get; } = outer * indices.Length;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch)
        {
            ReadOnlySpan<byte> x = context.Read<byte>(input);
            Span<byte> y = context.Write<byte>(output);
            for (int item = begin; item < end; item++)
            {
                (int o, int i) = Math.DivRem(item, indices.Length);
                x.Slice(((o * size) + indices[i]) * run, run).CopyTo(y[(item * run)..]);
            }
        }
    }
}
