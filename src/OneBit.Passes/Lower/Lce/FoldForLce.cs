using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;
using Step = OneBit.Passes.LceConvolution;

namespace OneBit.Passes;

/// <summary>
/// Composes affine steps into the multiplier and the bias of stock Larq Compute Engine where that rounds otherwise than step by step: fewer ops, and ties of a layer that adds its result to
/// another may move. Left out where every float is to be that of the network, and where an integer meets the center exactly: a batch norm then gives exactly its beta, on which the next
/// quantizer's bit may hang, through a sum too. What composes exactly is left to <see cref="LowerToLce"/>.
/// </summary>
public static class FoldForLce
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("fold-lce", "Composes scales, centers and shifts into multiplier and bias of stock Larq Compute Engine's convolutions.")
    {
        Rules = [Rounding(IntoConvolution), Rounding(IntoActivation), Rounding(BehindClamp), Exact(ClampBehind)],
    };

    // scale·(e + bias − center) + shift = x·m′ + b′  (F5)
    private static Value? IntoConvolution(Value root, Rewriter g) =>
        Foldable(root) is { HasInnerClamp: false } conv ? LowerToLce.Engine(g, conv, Activation.None, exactly: false) : null;

    // scale·(clamp(e) − center) + shift = clamp(x)·m′ + b′  (F5)
    private static Value? IntoActivation(Value root, Rewriter g) =>
        Foldable(root) is { } conv && conv.EngineActivation() is { } activation ? LowerToLce.Engine(g, conv, activation, exactly: false) : null;

    // scale·(clamp(e + bias) − center) + shift = clamp(e + bias)·scale + (shift − scale·center)
    private static Value? BehindClamp(Value root, Rewriter g)
    {
        if (Foldable(root) is not { HasInnerClamp: true } conv || conv.Steps[Step.Center] is not { } center || conv.EngineActivation() is not null)
            return null;
        float[]? scale = conv.Steps[Step.Scale], shift = conv.Steps[Step.Shift];
        float[] offset = [.. center.Select((m, c) => (float)((shift?[c] ?? 0) - ((double)(scale?[c] ?? 1) * m)))];
        Value y = conv.Emit(g, (Step.Center, null), (Step.Scale, null), (Step.Shift, null));
        if (scale is not null)
            y = g.Emit(new Binary { Kind = BinaryKind.Mul }, y, ClampOps.Constant(g, scale));
        return g.Emit(new Binary { Kind = BinaryKind.Add }, y, ClampOps.Constant(g, offset));
    }

    // clamp(e + bias), with ops for the clamp, so that the bias folds
    private static Value? ClampBehind(Value root, Rewriter g) => Foldable(root) is { } conv && conv.Steps[Step.Bias] is not null ? InnerClamp(conv, g) : null;

    /// <summary>The inner clamp as ops; null where there is none, where something stands behind it, or where the engine has it.</summary>
    internal static Value? InnerClamp(LceConvolution conv, Rewriter g)
    {
        if (!conv.HasInnerClamp || conv.HasAffine || conv.HasOuterClamp || conv.EngineActivation() is not null)
            return null;
        return ClampOps.Emit(g, conv.Emit(g, (Step.Min, null), (Step.Max, null)), conv.Steps[Step.Min], conv.Steps[Step.Max], mayBeNegativeZero: false);
    }

    private static LceConvolution? Foldable(Value root) =>
        LceConvolution.Of(root) is { Bounds: null, IsPlain: true, HasOuterClamp: false } conv
        && new[] { Step.Bias, Step.Center, Step.Scale, Step.Shift }.All(step => conv.Steps[step] is not { } constants || Array.TrueForAll(constants, float.IsFinite))
        && !MeetsCenter(conv) ? conv : null;

    // e + bias = center for some integer e
    private static bool MeetsCenter(LceConvolution conv) =>
        conv.Steps[Step.Center] is { } center && center.Where((m, c) => float.IsInteger(m - (conv.Steps[Step.Bias]?[c] ?? 0)) && MathF.Abs(m) <= conv.Taps + 1).Any();
}
