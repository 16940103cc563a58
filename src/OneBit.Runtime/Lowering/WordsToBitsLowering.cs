using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Words seen as bits: nothing to do where every bit is a channel, else the bits after the last channel are cleared.</summary>
internal static class WordsToBitsLowering
{
    public static Step? Lower(WordsToBits op, LoweredNode node)
    {
        if (node.Type(0).SizeInBytes != node.ResultType().SizeInBytes)
            return null;
        return op.Channels % BitLayout.WordBits == 0 ? AliasStep.Instance : new MaskStep(op.Channels, node.Operand(0), node.Result());
    }

    private sealed class MaskStep(int channels, Slot input, Slot output) : Step
    {
        public override string Kernel => "Mask";

        public override bool MayOverwriteOperand => true;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) =>
            WordMasking.CopyMasked(context.Read<uint>(input), channels, context.Write<uint>(output));
    }
}
