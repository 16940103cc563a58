using OneBit.IR;
using OneBit.Kernels;

namespace OneBit.Runtime;

/// <summary>What a convolution of bits adds to its float32 result, and where the signs of the sum go.  (<see cref="Epilogue"/>)</summary>
internal sealed record Residual(ResidualOutput Form, Slot? AddendSlot, Slot? SignsSlot)
{
    /// <summary>Null where a node has none.</summary>
    public static Residual? Of(LoweredNode node, int operand, Activation then, bool signs)
    {
        bool adds = node.Has(operand);
        if (!adds && !signs)
            return null;
        (float low, float high) = ActivationBounds.Of(then);
        return new Residual(new ResidualOutput(low, high), adds ? node.Operand(operand) : null, signs ? node.Result(1) : null);
    }

    public ReadOnlySpan<float> Addend(StepContext context) => AddendSlot is { } slot ? context.Read<float>(slot) : [];

    public Span<uint> Signs(StepContext context) => SignsSlot is { } slot ? context.Write<uint>(slot) : [];
}
