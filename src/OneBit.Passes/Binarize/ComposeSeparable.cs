using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Writes a binary depthwise convolution and the binary mixing of its channels behind it as one ordinary convolution: the sums in between are no bits, but products of signs are signs.
/// Only where the input is quantized, nothing lies in between, and the composed kernel has two levels per output.
/// </summary>
public static class ComposeSeparable
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("compose-separable", "Writes binary separable convolutions as ordinary ones.") { Rules = [Rounding(Composed)] };

    // Σ p[o, c]·(Σ d[u, c]·x[c]) = Σ (p[o, c]·d[u, c])·x[c]
    private static Value? Composed(Value root, Rewriter g) => root switch
    {
        (Conv2D mix, [(DepthwiseConv2D { Multiplier: 1, Activation: Activation.None } op, [{ } x, (Constant d, []), ..] inner) { HasOneUse: true }, (Constant p, []), ..] operands)
            when mix.Stride == Size2D.One && IsSinglePixel(p, d) && inner.Skip(2).All(bias => bias is null) && IsQuantized(x)
                && Product(p.Value, d.Value) is var filter && TwoLevelKernel.TryMatch(filter, out _)
            => g.Emit(new Conv2D { Stride = op.Stride, Dilation = op.Dilation, Padding = op.Padding, Activation = mix.Activation }, [x, g.Emit(filter), .. operands.Skip(2)]),
        _ => null,
    };

    private static bool IsQuantized(Value x) => PackedInput.Of(x) is not null || (x is (Pad, [{ } image, ..]) && PackedInput.Of(image) is not null);

    private static bool IsSinglePixel(Constant p, Constant d) =>
        p.Value.Type is { Element: DType.Float32, Shape: [_, 1, 1, var depth] } && d.Value.Type is { Element: DType.Float32, Shape: [_, _, _, var channels] } && depth == channels;

    private static Literal Product(Literal p, Literal d)
    {
        Shape window = d.Type.Shape;
        ReadOnlySpan<float> mixing = p.Values<float>(), taps = d.Values<float>();
        int outputs = p.Type.Shape[0], channels = window[3];
        float[] filter = new float[outputs * taps.Length];
        for (int i = 0; i < filter.Length; i++)
            filter[i] = mixing[(i / taps.Length * channels) + (i % channels)] * taps[i % taps.Length];
        return Literal.Of<float>([outputs, window[1], window[2], channels], filter);
    }
}
