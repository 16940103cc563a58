using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>The arithmetic of <see cref="OutputTransform"/>: a vector of channels a step, the same operations one by one for the rest.</summary>
internal static class TransformArithmetic
{
    private const int Lanes = 8;

    /// <summary>values[p·stride + c] = T of the dot of pixel p and channel c; values and dots may be the same memory, element for element.</summary>
    public static void Apply(OutputTransform t, in OutputDots dots, Span<float> values, int stride)
    {
        if (Vector512.IsHardwareAccelerated && dots.Channels % TransformLanes512.Count == 0)
            Apply<TransformLanes512, Vector512<int>, Vector512<float>>(t, dots, values, stride);
        else
            Apply<TransformLanes256, Vector256<int>, Vector256<float>>(t, dots, values, stride);
    }

    /// <summary>As the other one, by vectors of one width; the same bits for each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Apply<TLanes, TInt, TFloat>(OutputTransform t, in OutputDots dots, Span<float> values, int stride)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct
    {
        bool affine = t is { Bias: null, InnerLow: null, InnerHigh: null, Centre: null, Low: null, High: null };
        if (t.Halve)
            Channels<TLanes, TInt, TFloat, Halved>(t, affine, dots, values, stride);
        else
            Channels<TLanes, TInt, TFloat, Whole>(t, affine, dots, values, stride);
        int whole = dots.Channels / TLanes.Count * TLanes.Count;
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
    private static void Channels<TLanes, TInt, TFloat, THalf>(OutputTransform t, bool affine, in OutputDots dots, Span<float> values, int stride)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct
        where THalf : struct, IHalf
    {
        nuint channels = (nuint)dots.Channels, pixels = (nuint)dots.Pixels, from = (nuint)dots.Stride, to = (nuint)stride, lanes = (nuint)TLanes.Count;
        ref int d = ref MemoryMarshal.GetReference(dots.Values[..(((dots.Pixels - 1) * dots.Stride) + dots.Channels)]);
        ref float y = ref MemoryMarshal.GetReference(values[..(((dots.Pixels - 1) * stride) + dots.Channels)]);
        // (d ^ -1) + 1 = -d
        TInt flip = TLanes.Create(t.Negate ? -1 : 0), offset = TLanes.Create(t.Offset + (t.Negate ? 1 : 0));
        for (nuint i = 0; i + lanes <= channels; i += lanes)
        {
            int channel = dots.Channel + (int)i;
            TInt o = t.Offsets is { } offsets ? TLanes.Add(offset, TLanes.Load(in offsets.AsSpan(channel, TLanes.Count)[0], 0)) : offset;
            TFloat g = At<TLanes, TInt, TFloat>(t.Multiplier, channel, 1), h = At<TLanes, TInt, TFloat>(t.Shift, channel, -0f);
            nuint source = i, target = i;
            if (affine)
            {
                for (nuint pixel = 0; pixel < pixels; pixel++, source += from, target += to)
                    TLanes.Store(TLanes.Add(TLanes.Multiply(Integer<TLanes, TInt, TFloat, THalf>(ref d, source, flip, o), g), h), ref y, target);
                continue;
            }
            TFloat p = At<TLanes, TInt, TFloat>(t.Bias, channel, -0f), m = At<TLanes, TInt, TFloat>(t.Centre, channel, 0);
            TFloat a = At<TLanes, TInt, TFloat>(t.InnerLow, channel, float.NegativeInfinity), b = At<TLanes, TInt, TFloat>(t.InnerHigh, channel, float.PositiveInfinity);
            TFloat low = At<TLanes, TInt, TFloat>(t.Low, channel, float.NegativeInfinity), high = At<TLanes, TInt, TFloat>(t.High, channel, float.PositiveInfinity);
            bool inner = t.InnerLow is not null || t.InnerHigh is not null, outer = t.Low is not null || t.High is not null;
            for (nuint pixel = 0; pixel < pixels; pixel++, source += from, target += to)
            {
                TFloat x = TLanes.Add(Integer<TLanes, TInt, TFloat, THalf>(ref d, source, flip, o), p);
                if (inner)
                    x = TLanes.Clamp(x, a, b);
                x = TLanes.Add(TLanes.Multiply(TLanes.Subtract(x, m), g), h);
                if (outer)
                    x = TLanes.Clamp(x, low, high);
                TLanes.Store(x, ref y, target);
            }
        }
    }

    /// <summary>e in float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Integer<TLanes, TInt, TFloat, THalf>(ref int dots, nuint at, TInt flip, TInt offset)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct
        where THalf : struct, IHalf
    {
        TInt e = TLanes.Add(TLanes.Xor(TLanes.Load(ref dots, at), flip), offset);
        return TLanes.ToFloat(THalf.Halves ? TLanes.Halve(e) : e);
    }

    private static TFloat At<TLanes, TInt, TFloat>(float[]? values, int channel, float neutral)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => values is null ? TLanes.Create(neutral) : TLanes.Load(in values.AsSpan(channel, TLanes.Count)[0], 0);

    /// <summary>values[c] += g·S[c], a product and a sum each rounded to float32: −S of a transform that negates d.</summary>
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
