using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>The arithmetic of <see cref="OutputTransform"/>: 8 channels a step, the same operations one by one for the rest.</summary>
internal static class TransformArithmetic
{
    private const int Lanes = 8;

    /// <summary>values[p·stride + c] = T of the dot of pixel p and channel c; values and dots may be the same memory, element for element.</summary>
    public static void Apply(OutputTransform t, in OutputDots dots, Span<float> values, int stride)
    {
        bool affine = t is { Bias: null, InnerLow: null, InnerHigh: null, Centre: null, Low: null, High: null };
        if (t.Halve)
            Channels<Halved>(t, affine, dots, values, stride);
        else
            Channels<Whole>(t, affine, dots, values, stride);
        int whole = dots.Channels / Lanes * Lanes;
        for (int pixel = 0; whole < dots.Channels && pixel < dots.Pixels; pixel++)
        {
            ReadOnlySpan<int> source = dots.Pixel(pixel);
            Span<float> target = values.Slice(pixel * stride, dots.Channels);
            for (int c = whole; c < dots.Channels; c++)
                target[c] = One(t, source[c], dots.Channel + c);
        }
    }

    // The loop over channels is the outer one, so that their constants are read once for all pixels. What is absent has a neutral constant: x + (−0) = x.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Channels<THalf>(OutputTransform t, bool affine, in OutputDots dots, Span<float> values, int stride)
        where THalf : struct, IHalf
    {
        nuint channels = (nuint)dots.Channels, pixels = (nuint)dots.Pixels, from = (nuint)dots.Stride, to = (nuint)stride;
        ref int d = ref MemoryMarshal.GetReference(dots.Values[..(((dots.Pixels - 1) * dots.Stride) + dots.Channels)]);
        ref float y = ref MemoryMarshal.GetReference(values[..(((dots.Pixels - 1) * stride) + dots.Channels)]);
        // (d ^ -1) + 1 = -d
        Vector256<int> flip = Vector256.Create(t.Negate ? -1 : 0), offset = Vector256.Create(t.Offset) - flip;
        for (nuint i = 0; i + Lanes <= channels; i += Lanes)
        {
            int channel = dots.Channel + (int)i;
            Vector256<int> o = t.Offsets is { } offsets ? offset + Vector256.Create(offsets.AsSpan(channel, Lanes)) : offset;
            Vector256<float> g = At(t.Multiplier, channel, 1), h = At(t.Shift, channel, -0f);
            nuint source = i, target = i;
            if (affine)
            {
                for (nuint pixel = 0; pixel < pixels; pixel++, source += from, target += to)
                    ((Integer<THalf>(ref d, source, flip, o) * g) + h).StoreUnsafe(ref y, target);
                continue;
            }
            Vector256<float> p = At(t.Bias, channel, -0f), m = At(t.Centre, channel, 0);
            Vector256<float> a = At(t.InnerLow, channel, float.NegativeInfinity), b = At(t.InnerHigh, channel, float.PositiveInfinity);
            Vector256<float> low = At(t.Low, channel, float.NegativeInfinity), high = At(t.High, channel, float.PositiveInfinity);
            bool inner = t.InnerLow is not null || t.InnerHigh is not null, outer = t.Low is not null || t.High is not null;
            for (nuint pixel = 0; pixel < pixels; pixel++, source += from, target += to)
            {
                Vector256<float> x = Integer<THalf>(ref d, source, flip, o) + p;
                if (inner)
                    x = Vector256.Min(Vector256.Max(x, a), b);
                x = ((x - m) * g) + h;
                if (outer)
                    x = Vector256.Min(Vector256.Max(x, low), high);
                x.StoreUnsafe(ref y, target);
            }
        }
    }

    /// <summary>e in float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Integer<THalf>(ref int dots, nuint at, Vector256<int> flip, Vector256<int> offset)
        where THalf : struct, IHalf
    {
        Vector256<int> e = (Vector256.LoadUnsafe(ref dots, at) ^ flip) + offset;
        return Vector256.ConvertToSingle(THalf.Halves ? Vector256.ShiftRightArithmetic(e, 1) : e);
    }

    private static Vector256<float> At(float[]? values, int channel, float neutral) =>
        values is null ? Vector256.Create(neutral) : Vector256.Create(values.AsSpan(channel, Lanes));

    /// <summary>values[c] −= ∂T/∂d · S[c], a product and a sum each rounded to float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Correct(OutputTransform t, ReadOnlySpan<int> outside, int channel, Span<float> values)
    {
        ReadOnlySpan<float> multiplier = t.Multiplier.AsSpan(channel, values.Length);
        ref int s = ref MemoryMarshal.GetReference(outside[..values.Length]);
        ref float g = ref MemoryMarshal.GetReference(multiplier);
        ref float y = ref MemoryMarshal.GetReference(values);
        nuint i = 0;
        for (; i + Lanes <= (nuint)values.Length; i += Lanes)
        {
            Vector256<float> product = Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref s, i)) * Vector256.LoadUnsafe(ref g, i);
            (Vector256.LoadUnsafe(ref y, i) + product).StoreUnsafe(ref y, i);
        }
        for (int c = (int)i; c < values.Length; c++)
        {
            float product = outside[c] * multiplier[c];
            values[c] += product;
        }
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

    private interface IHalf
    {
        static abstract bool Halves { get; }
    }

    private readonly struct Whole : IHalf
    {
        public static bool Halves => false;
    }

    private readonly struct Halved : IHalf
    {
        public static bool Halves => true;
    }
}
