using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>q = saturate(round(x / scale) + zeroPoint); NaN rounds to 0.</summary>
internal static class Int8Rounding
{
    private const int Lanes = 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Round(ReadOnlySpan<float> values, Int8Output form, Span<sbyte> output)
    {
        int i = 0;
        for (; i <= values.Length - (4 * Lanes); i += 4 * Lanes)
        {
            Vector256<short> low = Vector256.Narrow(Eight(values, form, i), Eight(values, form, i + Lanes));
            Vector256<short> high = Vector256.Narrow(Eight(values, form, i + (2 * Lanes)), Eight(values, form, i + (3 * Lanes)));
            Vector256.Narrow(low, high).CopyTo(output[i..]);
        }
        for (; i < values.Length; i++)
            output[i] = One(values[i], form);
    }

    public static sbyte One(float value, Int8Output form)
    {
        float x = value / form.Scale;
        float rounded = MathF.Round(x, form.Ties == TieRounding.ToEven ? MidpointRounding.ToEven : MidpointRounding.AwayFromZero);
        if (float.IsNaN(rounded))
            rounded = 0;
        return (sbyte)((int)Math.Clamp(rounded, sbyte.MinValue - form.ZeroPoint, sbyte.MaxValue - form.ZeroPoint) + form.ZeroPoint);
    }

    // The clamp comes before the conversion, so the integers fit. The mask turns NaN into +0, so the native minimum and maximum serve.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Eight(ReadOnlySpan<float> values, Int8Output form, int i)
    {
        Vector256<float> x = Vector256.Create(values[i..]);
        if (form.Scale != 1)
            x /= Vector256.Create(form.Scale);
        x &= Vector256.Equals(x, x);
        x = Vector256.MaxNative(x, Vector256.Create((float)(sbyte.MinValue - form.ZeroPoint)));
        x = Vector256.MinNative(x, Vector256.Create((float)(sbyte.MaxValue - form.ZeroPoint)));
        x = form.Ties == TieRounding.ToEven ? Vector256.Round(x) : HalfAway(x);
        return Vector256.ConvertToInt32(x) + Vector256.Create(form.ZeroPoint);
    }

    // x − trunc(x) is exact, so a half is recognised without the error of adding 0.5 first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> HalfAway(Vector256<float> x)
    {
        Vector256<float> whole = Vector256.Truncate(x);
        Vector256<float> step = Vector256.GreaterThanOrEqual(Vector256.Abs(x - whole), Vector256.Create(0.5f)) & Vector256.CopySign(Vector256<float>.One, x);
        return whole + step;
    }
}
