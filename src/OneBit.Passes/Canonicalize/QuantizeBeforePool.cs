using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Moves a two-level quantizer in front of a maximum pool, which then pools bits: the level of the largest is the largest of the levels, where levels rise.
/// The pool may not clamp (the clamp would be lost), and may have no other reader (it would be computed twice).
/// NaN: a pool gives NaN where the window's first element is NaN and leaves it out elsewhere, so a quantizer that keeps NaN does not mind; others may see another window.
/// </summary>
public static class QuantizeBeforePool
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("quantize-before-pool", "Moves two-level quantizers in front of maximum pools.")
    {
        Rules = [Exact(MaxPool), Numbers(MaxPoolOfNumbers)],
    };

    // Q(pool(x)) = pool(Q(x))   where Q rises and keeps NaN
    private static Value? MaxPool(Value root, Rewriter g) => root switch
    {
        (TwoLevelQuantize { Nan: NanRule.Nan } quantize, [(Pool2D { Kind: PoolKind.Max, Activation: Activation.None } pool, [{ } x]) { HasOneUse: true }, var t, (Constant low, _) lo, (Constant high, _) hi])
            when Rises(low, high)
            => g.Emit(pool, g.Emit(quantize, x, t, lo, hi)),
        _ => null,
    };

    // Q(pool(x)) = pool(Q(x))   where Q rises, for numbers
    private static Value? MaxPoolOfNumbers(Value root, Rewriter g) => root switch
    {
        (TwoLevelQuantize quantize, [(Pool2D { Kind: PoolKind.Max, Activation: Activation.None } pool, [{ } x]) { HasOneUse: true }, var t, (Constant low, _) lo, (Constant high, _) hi])
            when Rises(low, high)
            => g.Emit(pool, g.Emit(quantize, x, t, lo, hi)),
        _ => null,
    };

    private static bool Rises(Constant low, Constant high)
    {
        Constant difference = ConstantArithmetic.Apply(new Compare { Kind = CompareKind.Less }, low, high);
        return difference.Value.Type.Element == DType.Bool && difference.Value.Bytes.Span.IndexOf((byte)0) < 0;
    }
}
