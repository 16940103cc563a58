using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>The arithmetic of <see cref="OutputTransform"/>: 8 channels a step, the same operations one by one for the rest.</summary>
internal static class TransformArithmetic
{
    private const int Lanes = 8;

    /// <summary>values[p·stride + c] = T of the dot of pixel p and channel c; values and dots may be the same memory, element for element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(OutputTransform t, in OutputDots dots, Span<float> values, int stride)
    {
        int channels = dots.Channels;
        if (IsAffine(t) && channels % (2 * Lanes) == 0)
        {
            Scale(t, dots, values, stride);
            return;
        }
        // Each present array has an element for every channel (checked on entry), so index channel + channels - 1 is its last one at most.
        ref int offsets = ref From(t.Offsets, dots.Channel);
        ref float bias = ref From(t.Bias, dots.Channel);
        ref float innerLow = ref From(t.InnerLow, dots.Channel);
        ref float innerHigh = ref From(t.InnerHigh, dots.Channel);
        ref float centre = ref From(t.Centre, dots.Channel);
        ref float multiplier = ref From(t.Multiplier, dots.Channel);
        ref float shift = ref From(t.Shift, dots.Channel);
        ref float low = ref From(t.Low, dots.Channel);
        ref float high = ref From(t.High, dots.Channel);
        Vector256<int> offset = Vector256.Create(t.Offset);
        // (d ^ -1) + 1 = -d
        Vector256<int> flip = Vector256.Create(t.Negate ? -1 : 0);
        int halve = t.Halve ? 1 : 0;
        for (int pixel = 0; pixel < dots.Pixels; pixel++)
        {
            Span<int> source = dots.Pixel(pixel);
            Span<float> target = values.Slice(pixel * stride, channels);
            ref int d = ref MemoryMarshal.GetReference(source);
            ref float y = ref MemoryMarshal.GetReference(target);
            nuint i = 0;
            for (; i + Lanes <= (nuint)channels; i += Lanes)
            {
                Vector256<int> e = (Vector256.LoadUnsafe(ref d, i) ^ flip) - flip + offset;
                if (!Unsafe.IsNullRef(ref offsets))
                    e += Vector256.LoadUnsafe(ref offsets, i);
                Vector256<float> x = Vector256.ConvertToSingle(Vector256.ShiftRightArithmetic(e, halve));
                if (!Unsafe.IsNullRef(ref bias))
                    x += Vector256.LoadUnsafe(ref bias, i);
                x = Clamp(x, ref innerLow, ref innerHigh, i);
                if (!Unsafe.IsNullRef(ref centre))
                    x -= Vector256.LoadUnsafe(ref centre, i);
                if (!Unsafe.IsNullRef(ref multiplier))
                    x *= Vector256.LoadUnsafe(ref multiplier, i);
                if (!Unsafe.IsNullRef(ref shift))
                    x += Vector256.LoadUnsafe(ref shift, i);
                Clamp(x, ref low, ref high, i).StoreUnsafe(ref y, i);
            }
            for (int c = (int)i; c < channels; c++)
                target[c] = One(t, source[c], dots.Channel + c);
        }
    }

    /// <summary>True for T(e) = g·e + h with e = offset ± d.</summary>
    private static bool IsAffine(OutputTransform t) =>
        t is { Multiplier: not null, Shift: not null, Offsets: null, Bias: null, InnerLow: null, InnerHigh: null, Centre: null, Low: null, High: null, Halve: false };

    // The loop over channels is the outer one, so that the constants of 16 channels are read once for all pixels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(OutputTransform t, in OutputDots dots, Span<float> values, int stride)
    {
        nuint channels = (nuint)dots.Channels;
        nuint pixels = (nuint)dots.Pixels, from = (nuint)dots.Stride, to = (nuint)stride;
        ref int d = ref MemoryMarshal.GetReference(dots.Values[..(((dots.Pixels - 1) * dots.Stride) + dots.Channels)]);
        ref float y = ref MemoryMarshal.GetReference(values[..(((dots.Pixels - 1) * stride) + dots.Channels)]);
        ref float multiplier = ref From(t.Multiplier, dots.Channel);
        ref float shift = ref From(t.Shift, dots.Channel);
        Vector256<int> flip = Vector256.Create(t.Negate ? -1 : 0);
        Vector256<int> offset = Vector256.Create(t.Offset) - flip;
        for (nuint i = 0; i < channels; i += 2 * Lanes)
        {
            Vector256<float> g0 = Vector256.LoadUnsafe(ref multiplier, i), g1 = Vector256.LoadUnsafe(ref multiplier, i + Lanes);
            Vector256<float> h0 = Vector256.LoadUnsafe(ref shift, i), h1 = Vector256.LoadUnsafe(ref shift, i + Lanes);
            nuint source = i, target = i;
            for (nuint pixel = 0; pixel < pixels; pixel++, source += from, target += to)
            {
                Vector256<int> e0 = (Vector256.LoadUnsafe(ref d, source) ^ flip) + offset;
                Vector256<int> e1 = (Vector256.LoadUnsafe(ref d, source + Lanes) ^ flip) + offset;
                ((Vector256.ConvertToSingle(e0) * g0) + h0).StoreUnsafe(ref y, target);
                ((Vector256.ConvertToSingle(e1) * g1) + h1).StoreUnsafe(ref y, target + Lanes);
            }
        }
    }

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Clamp(Vector256<float> x, ref float low, ref float high, nuint i)
    {
        if (!Unsafe.IsNullRef(ref low))
            x = Vector256.Max(x, Vector256.LoadUnsafe(ref low, i));
        return Unsafe.IsNullRef(ref high) ? x : Vector256.Min(x, Vector256.LoadUnsafe(ref high, i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref T From<T>(T[]? array, int channel)
    {
        if (array is null)
            return ref Unsafe.NullRef<T>();
        return ref array[channel];
    }
}
