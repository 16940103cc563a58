using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>
/// The constants of an <see cref="OutputTransform"/>, side by side for the 32 channels of a word. Where a step is absent its constant is neutral, as in
/// x + (−0) = x, and so are those of the channels behind the last one.
/// <code>
/// word w = o[32] p[32] a[32] b[32] m[32] g[32] h[32] lo[32] hi[32],   e = (o + (±d)) / (1 or 2)
/// </code>
/// </summary>
internal sealed class TransformTable
{
    /// <summary>Where the row of each constant begins in a word's part; o is of int32.</summary>
    public const int Offset = 0, Bias = 32, InnerLow = 64, InnerHigh = 96, Centre = 128, Multiplier = 160, Shift = 192, Low = 224, High = 256;

    /// <summary>Elements of a word's part.</summary>
    public const int PartLength = 288;

    private readonly AlignedBuffer buffer;

    public TransformTable(OutputTransform t, int channels)
    {
        Channels = channels;
        // (d ^ −1) + 1 = −d
        Flip = t.Negate ? -1 : 0;
        Halves = t.Halve;
        HasBias = t.Bias is not null;
        HasInner = t.InnerLow is not null || t.InnerHigh is not null;
        HasCentre = t.Centre is not null;
        HasOuter = t.Low is not null || t.High is not null;
        buffer = new AlignedBuffer(BitLayout.Words(channels) * PartLength * sizeof(float));
        Span<float> words = buffer.AsSpan<float>();
        Span<int> offsets = MemoryMarshal.Cast<float, int>(words);
        for (int c = 0; c < BitLayout.Words(channels) * BitLayout.WordBits; c++)
            offsets[At(c, Offset)] = t.Offset + (t.Negate ? 1 : 0) + (c < channels && t.Offsets is { } own ? own[c] : 0);
        Fill(words, Bias, t.Bias, -0f);
        Fill(words, InnerLow, t.InnerLow, float.NegativeInfinity);
        Fill(words, InnerHigh, t.InnerHigh, float.PositiveInfinity);
        Fill(words, Centre, t.Centre, 0);
        Fill(words, Multiplier, t.Multiplier, 1);
        Fill(words, Shift, t.Shift, -0f);
        Fill(words, Low, t.Low, float.NegativeInfinity);
        Fill(words, High, t.High, float.PositiveInfinity);
        SelectsBounds = X86Base.IsSupported && BoundsAreSelected(words);
    }

    public int Channels { get; }

    /// <summary>−1 where −d enters e, else 0.</summary>
    public int Flip { get; }

    public bool Halves { get; }

    public bool HasBias { get; }

    public bool HasInner { get; }

    public bool HasCentre { get; }

    public bool HasOuter { get; }

    /// <summary>True of g·e + h, where e may be halved.</summary>
    public bool IsAffine => !HasBias && !HasInner && !HasCentre && !HasOuter;

    /// <summary>True of g·clamp(e, a, b) + h where comparisons clamp.</summary>
    public bool IsBounded => !Halves && !HasBias && !HasCentre && !HasOuter && SelectsBounds;

    /// <summary>True where selecting by comparison clamps as IEEE 754-2019 does, and is the cheaper way.</summary>
    public bool SelectsBounds { get; }

    /// <summary>The constants of the words that channels [channel, channel + channels) are in, <see cref="PartLength"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly float Words(int channel, int channels)
    {
        int first = channel / BitLayout.WordBits, end = BitLayout.Words(channel + channels);
        return ref buffer.AsSpan<float>().Slice(first * PartLength, (end - first) * PartLength)[0];
    }

    private static int At(int channel, int row) => (channel / BitLayout.WordBits * PartLength) + row + (channel % BitLayout.WordBits);

    private void Fill(Span<float> words, int row, float[]? values, float neutral)
    {
        for (int c = 0; c < BitLayout.Words(Channels) * BitLayout.WordBits; c++)
            words[At(c, row)] = c < Channels && values is not null ? values[c] : neutral;
    }

    // A comparison tells apart neither NaN nor zeros, which matters where a bound is NaN, and where x and the bound are zeros and the bound is the one
    // that counts: +0 below, −0 above. The inner x = e + p is never −0; the outer one is only where h is −0.
    private bool BoundsAreSelected(ReadOnlySpan<float> words)
    {
        bool selected = true;
        for (int c = 0; c < Channels; c++)
        {
            float a = words[At(c, InnerLow)], b = words[At(c, InnerHigh)], low = words[At(c, Low)], high = words[At(c, High)];
            selected &= !(float.IsNaN(a) || float.IsNaN(b) || float.IsNaN(low) || float.IsNaN(high));
            selected &= !IsMinusZero(b) && !IsMinusZero(high) && !(IsMinusZero(words[At(c, Shift)]) && BitConverter.SingleToInt32Bits(low) == 0);
        }
        return selected;
    }

    private static bool IsMinusZero(float x) => BitConverter.SingleToInt32Bits(x) == int.MinValue;
}
