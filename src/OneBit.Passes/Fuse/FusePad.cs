using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Takes explicit zeros around an image into the convolution behind them, where they are exactly the pads of SAME for its filter, stride and dilation.
/// One pad on each side of an even image under a 3×3 window of stride 2 looks alike and is not: SAME pads 0 before and 1 after.
/// The filter has to be finite, for 0·∞ is NaN, and SAME leaves such taps out.
/// </summary>
public static class FusePad
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("fuse-pad", "Takes explicit zero padding into the convolution behind it where it is exactly that of SAME.")
    {
        Rules = [Exact(IntoConv2D), Exact(IntoDepthwiseConv2D)],
    };

    // conv{valid}(pad(x, p), w, b) = conv{same}(x, w, b)   where p is what SAME pads  (F8)
    private static Value? IntoConv2D(Value root, Rewriter g) => root switch
    {
        (Conv2D { Padding: Padding.Valid } conv, [(Pad, [{ } x, (Constant pads, []), ..]) { HasOneUse: true } padded, (Constant w, []), ..] operands)
            when w.IsFinite && HoldsZeros(padded) && IsSame(pads, x, w, conv.Stride, conv.Dilation)
            => g.Emit(conv with { Padding = Padding.Same }, [x, .. operands.Skip(1)]),
        _ => null,
    };

    // depthwise{valid}(pad(x, p), w, b) = depthwise{same}(x, w, b)   where p is what SAME pads  (F8)
    private static Value? IntoDepthwiseConv2D(Value root, Rewriter g) => root switch
    {
        (DepthwiseConv2D { Padding: Padding.Valid } conv, [(Pad, [{ } x, (Constant pads, []), ..]) { HasOneUse: true } padded, (Constant w, []), ..] operands)
            when w.IsFinite && HoldsZeros(padded) && IsSame(pads, x, w, conv.Stride, conv.Dilation)
            => g.Emit(conv with { Padding = Padding.Same }, [x, .. operands.Skip(1)]),
        _ => null,
    };

    private static bool HoldsZeros(Value padded) => padded switch
    {
        (_, [{ } x, _, ..] operands) when operands.Count == 2 || operands[2] is null => Equals(padded.Type.Quantization, x.Type.Quantization),
        (_, [_, _, (Constant value, [])]) => value.IsAll(0f),
        _ => false,
    };

    private static bool IsSame(Constant pads, Value x, Constant filter, Size2D stride, Size2D dilation)
    {
        (Shape image, Shape window) = (x.Type.Shape, filter.Value.Type.Shape);
        return pads.Value.AsInts() is { } given
            && Windows.KnownPads(image[1], window[1], stride.Height, dilation.Height, Padding.Same) is var (top, bottom)
            && Windows.KnownPads(image[2], window[2], stride.Width, dilation.Width, Padding.Same) is var (left, right)
            && given.SequenceEqual([0, 0, top, bottom, left, right, 0, 0]);
    }
}
