using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>The arithmetic of <see cref="OutputTransform"/>: 8 channels a step, the same operations one by one for the rest.</summary>
internal static class TransformArithmetic
{
    private const int Lanes = 8;

    /// <summary>values[i] = T of dots[i] for channel + i; the two may be the same memory, element for element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(OutputTransform t, ReadOnlySpan<int> dots, int channel, Span<float> values)
    {
        ReadOnlySpan<int> offsets = Of(t.Offsets, channel);
        ReadOnlySpan<float> bias = Of(t.Bias, channel);
        ReadOnlySpan<float> innerLow = Of(t.InnerLow, channel);
        ReadOnlySpan<float> innerHigh = Of(t.InnerHigh, channel);
        ReadOnlySpan<float> centre = Of(t.Centre, channel);
        ReadOnlySpan<float> multiplier = Of(t.Multiplier, channel);
        ReadOnlySpan<float> shift = Of(t.Shift, channel);
        ReadOnlySpan<float> low = Of(t.Low, channel);
        ReadOnlySpan<float> high = Of(t.High, channel);
        Vector256<int> offset = Vector256.Create(t.Offset);
        // (d ^ −1) + 1 = −d
        Vector256<int> flip = Vector256.Create(t.Negate ? -1 : 0);
        int halve = t.Halve ? 1 : 0;
        int i = 0;
        for (; i <= dots.Length - Lanes; i += Lanes)
        {
            Vector256<int> e = (Vector256.Create(dots[i..]) ^ flip) - flip + offset;
            if (!offsets.IsEmpty)
                e += Vector256.Create(offsets[i..]);
            Vector256<float> x = Vector256.ConvertToSingle(Vector256.ShiftRightArithmetic(e, halve));
            if (!bias.IsEmpty)
                x += At(bias, i);
            x = Clamp(x, innerLow, innerHigh, i);
            if (!centre.IsEmpty)
                x -= At(centre, i);
            if (!multiplier.IsEmpty)
                x *= At(multiplier, i);
            if (!shift.IsEmpty)
                x += At(shift, i);
            Clamp(x, low, high, i).CopyTo(values[i..]);
        }
        for (; i < dots.Length; i++)
            values[i] = One(t, dots[i], channel + i);
    }

    private static float One(OutputTransform t, int dot, int c)
    {
        int e = (t.Negate ? -dot : dot) + t.Offset + (t.Offsets?[c] ?? 0);
        float x = t.Halve ? e >> 1 : e;
        if (t.Bias is { } bias)
            x += bias[c];
        x = Clamp(x, t.InnerLow, t.InnerHigh, c);
        if (t.Centre is { } centre)
            x -= centre[c];
        if (t.Multiplier is { } multiplier)
            x *= multiplier[c];
        if (t.Shift is { } shift)
            x += shift[c];
        return Clamp(x, t.Low, t.High, c);
    }

    private static float Clamp(float x, float[]? low, float[]? high, int c)
    {
        if (low is not null)
            x = MathF.Max(x, low[c]);
        return high is null ? x : MathF.Min(x, high[c]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Clamp(Vector256<float> x, ReadOnlySpan<float> low, ReadOnlySpan<float> high, int i)
    {
        if (!low.IsEmpty)
            x = Vector256.Max(x, At(low, i));
        return high.IsEmpty ? x : Vector256.Min(x, At(high, i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> At(ReadOnlySpan<float> span, int i) => Vector256.Create(span[i..]);

    private static ReadOnlySpan<T> Of<T>(T[]? array, int channel) => array is null ? [] : array.AsSpan(channel);
}
