using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Turns convolutions over levels, in the forms that <see cref="BringToLceForms"/> leaves, into what stock Larq Compute Engine runs. Every bit is kept: a constant goes into the engine's
/// multiplier and bias where that gives the same float for every integer, and stands behind as an op where it does not.
/// </summary>
public static class LowerToLce
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("lower-lce", "Turns convolutions over levels and packed levels into the ops of stock Larq Compute Engine, bit for bit.")
    {
        Rules =
        [
            Exact(Thresholded), Exact(Transformed), Exact(Activated), Exact(ShiftBehind), Exact(ScaleBehind), Exact(CenterBehind), Exact(ClampBehind), Exact(BiasBehind),
            Exact(Levels), Rounding(LevelsOfNumbers),
        ],
    };

    // [least ≤ e ≤ most] = [popcount(x ⊕ v) > τ]   or, for an upper bound, [popcount(x ⊕ −v) > K − τ − 1]  (F6)
    private static Value? Thresholded(Value root, Rewriter g)
    {
        if (LceConvolution.Of(root) is not { Bounds: not null, IsPlain: true, Border: not LceBorder.Zero } conv)
            return null;
        int[] thresholds = new int[conv.Outputs];
        bool[] flipped = new bool[conv.Outputs];
        for (int c = 0; c < thresholds.Length; c++)
        {
            (long from, long to) = conv.Popcounts(c);
            if (from > to || to < 0 || from > conv.Taps)
                thresholds[c] = int.MinValue;
            else if (from <= 0)
                thresholds[c] = to >= conv.Taps ? int.MaxValue : (int)to;
            else if (to >= conv.Taps)
                (thresholds[c], flipped[c]) = ((int)(conv.Taps - from), true);
            else
                return null;
        }
        Value filter = g.Emit(BitFilters.Flip(conv.Filter, c => flipped[c]));
        return g.Emit(Engine(conv) with { Output = DType.Bits }, conv.Input, filter, null, null, g.Emit(Literal.Vector<int>(thresholds)));
    }

    // scale·(e + bias − center) + shift = x·m′ + b′   where the float32 is the same for every e  (F5)
    private static Value? Transformed(Value root, Rewriter g) =>
        LceConvolution.Of(root) is { Bounds: null, IsPlain: true, HasInnerClamp: false, HasOuterClamp: false } conv ? Engine(g, conv, Activation.None, exactly: true) : null;

    // scale·(clamp(e) − center) + shift = clamp(x)·m′ + b′   likewise  (F5)
    private static Value? Activated(Value root, Rewriter g) =>
        LceConvolution.Of(root) is { Bounds: null, IsPlain: true, HasOuterClamp: false } conv && conv.EngineActivation() is { } activation ? Engine(g, conv, activation, exactly: true) : null;

    // y + shift
    private static Value? ShiftBehind(Value root, Rewriter g) => LceConvolution.Of(root) is { IsPlain: true, Bounds: null, HasOuterClamp: false } conv
        ? Behind(g, conv, LceConvolution.Shift, BinaryKind.Add) : null;

    // y·scale
    private static Value? ScaleBehind(Value root, Rewriter g) => LceConvolution.Of(root) is { IsPlain: true, Bounds: null, HasOuterClamp: false } conv && conv.Steps[LceConvolution.Shift] is null
        ? Behind(g, conv, LceConvolution.Scale, BinaryKind.Mul) : null;

    // y − center
    private static Value? CenterBehind(Value root, Rewriter g) => LceConvolution.Of(root) is { IsPlain: true, Bounds: null, HasOuterClamp: false } conv
        && conv.Steps[LceConvolution.Shift] is null && conv.Steps[LceConvolution.Scale] is null
        ? Behind(g, conv, LceConvolution.Center, BinaryKind.Sub) : null;

    // min(max(e + bias, a), b), with ops for the clamp
    private static Value? ClampBehind(Value root, Rewriter g) => LceConvolution.Of(root) is { IsPlain: true, Bounds: null } conv ? FoldForLce.InnerClamp(conv, g) : null;

    // e + bias
    private static Value? BiasBehind(Value root, Rewriter g) => LceConvolution.Of(root) is { IsPlain: true, Bounds: null, HasAffine: false, HasInnerClamp: false, HasOuterClamp: false } conv
        ? Behind(g, conv, LceConvolution.Bias, BinaryKind.Add) : null;

    // [least ≤ x ≤ most] = sign(min(x − least, most − x))   NaN is bit 0
    private static Value? Levels(Value root, Rewriter g) => root switch
    {
        (PackLevels { NanIsUpper: true }, [{ } x, ..]) when PackBounds.Of(root) is { } bounds => LcePacking.Emit(g, x, bounds),
        _ => null,
    };

    // the same where NaN ought to be bit 1: no op of the engine packs it so; exact for all numbers
    private static Value? LevelsOfNumbers(Value root, Rewriter g) => root switch
    {
        (PackLevels { NanIsUpper: false }, [{ } x, ..]) when PackBounds.Of(root) is { } bounds => LcePacking.Emit(g, x, bounds),
        _ => null,
    };

    /// <summary>The engine's convolution with all affine steps in multiplier and bias; null where that is to keep every bit and does not, or the other way round.</summary>
    internal static Value? Engine(Rewriter g, LceConvolution conv, Activation activation, bool exactly)
    {
        (float[] multiplier, float[] bias) = conv.Fold();
        if (conv.IsExact(multiplier, bias, activation) != exactly)
            return null;
        return g.Emit(Engine(conv) with { Activation = activation }, conv.Input, g.Emit(conv.Filter), g.Emit(Literal.Vector<float>(multiplier)), g.Emit(Literal.Vector<float>(bias)), null);
    }

    private static BinaryConv2D Engine(LceConvolution conv) => new()
    {
        Stride = conv.Op.Stride,
        Dilation = conv.Op.Dilation,
        Padding = conv.Border == LceBorder.None ? Padding.Valid : Padding.Same,
        PadValues = conv.Border == LceBorder.Upper ? 1 : 0,
    };

    private static Value? Behind(Rewriter g, LceConvolution conv, int step, BinaryKind kind) => conv.Steps[step] is { } constants
        ? g.Emit(new Binary { Kind = kind }, conv.Emit(g, (step, null)), ClampOps.Constant(g, constants))
        : null;
}
