using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Equal parts of a tensor along an axis: for each index of the outer dimensions a run of bytes to each.</summary>
internal static class SplitLowering
{
    public static Step? Lower(Split op, LoweredNode node)
    {
        TensorType input = node.Type(1);
        if (node.Constant(0) is not { Type.Element: DType.Int32 } given || input.Element == DType.Bits)
            return null;
        int axis = given.Values<int>()[0];
        axis += axis < 0 ? input.Shape.Rank : 0;
        int outer = 1;
        foreach (int d in input.Shape.Dimensions[..axis])
            outer *= d;
        Slot[] results = [.. Enumerable.Range(0, node.ResultCount).Select(node.Result)];
        return new CopyStep(node.Operand(1), results, (int)(input.SizeInBytes / outer / results.Length), outer);
    }

    private sealed class CopyStep(Slot input, Slot[] results, int run, int outer) : Step
    {
        public override string Kernel => "Copy";

        public override int WorkItems => outer;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch)
        {
            ReadOnlySpan<byte> source = context.Read<byte>(input);
            for (int i = 0; i < results.Length; i++)
            {
                Span<byte> target = context.Write<byte>(results[i]);
                for (int o = begin; o < end; o++)
                    source.Slice(((o * results.Length) + i) * run, run).CopyTo(target[(o * run)..]);
            }
        }
    }
}
