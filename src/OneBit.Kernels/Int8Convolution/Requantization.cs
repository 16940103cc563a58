using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OneBit.Kernels;

/// <summary>How the second of the two roundings treats a half.</summary>
public enum SecondRounding
{
    /// <summary>Towards +∞: CONV_2D and FULLY_CONNECTED.</summary>
    HalfUp,

    /// <summary>Away from zero: DEPTHWISE_CONV_2D, ADD, SUB, MUL.</summary>
    HalfAwayFromZero,
}

/// <summary>
/// From 32-bit sums to int8, as TensorFlow Lite does it on x86-64: a factor is m·2⁻³¹·2⁻ˢ with 2³⁰ ≤ m &lt; 2³¹;
/// r = ⌊(x·m + 2³⁰) / 2³¹⌋, then r/2ˢ is rounded once more, the zero point is added and the result is clamped. (F7)
/// Factors of 1 and more have s &lt; 0 and shift x to the left first.
/// </summary>
/// <remarks>The two roundings and the treatment of halves were fitted to recorded results of the int8 ops, which they give bit for bit.</remarks>
public sealed class Requantization
{
    private readonly int[] multipliers;
    private readonly int[] leftShifts;
    private readonly int[] rightShifts;
    private readonly int[] lastShifts;
    private readonly int[] awayFromZero;
    private readonly int zeroPoint;

    // Bounds of what the zero point is added to.
    private readonly int low;
    private readonly int high;

    /// <summary>One factor per channel, all finite and not negative.</summary>
    /// <param name="factors">scale_in · scale_w[c] / scale_out in float64.</param>
    /// <param name="rounding">The second rounding.</param>
    /// <param name="outputZeroPoint">Added after rounding.</param>
    /// <param name="lower">Lower bound of the results.</param>
    /// <param name="upper">Upper bound of the results.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is negative, not finite, or 2³⁰ and more.</exception>
    public Requantization(ReadOnlySpan<double> factors, SecondRounding rounding, int outputZeroPoint, sbyte lower = sbyte.MinValue, sbyte upper = sbyte.MaxValue)
    {
        zeroPoint = outputZeroPoint;
        low = (int)Math.Clamp((long)lower - outputZeroPoint, int.MinValue, int.MaxValue);
        high = (int)Math.Clamp((long)upper - outputZeroPoint, int.MinValue, int.MaxValue);
        Channels = factors.Length;
        // A vector of multipliers is also read one channel further on.
        multipliers = new int[factors.Length + 1];
        leftShifts = new int[factors.Length];
        rightShifts = new int[factors.Length];
        lastShifts = new int[factors.Length];
        awayFromZero = new int[factors.Length];
        for (int c = 0; c < factors.Length; c++)
        {
            (int multiplier, int exponent) = FixedPoint(factors[c]);
            multipliers[c] = multiplier;
            leftShifts[c] = Math.Max(exponent, 0);
            // ⌊(r + 2ˢ⁻¹) / 2ˢ⌋ = ⌊u / 2⌋ + (u mod 2) with u = ⌊r / 2ˢ⁻¹⌋, which no sum takes out of 32 bits.
            rightShifts[c] = Math.Max(-exponent - 1, 0);
            lastShifts[c] = exponent < 0 ? 1 : 0;
            awayFromZero[c] = exponent < 0 && rounding == SecondRounding.HalfAwayFromZero ? -1 : 0;
        }
    }

    /// <summary>Channels.</summary>
    public int Channels { get; }

    /// <summary>One factor per filter scale (or the one filter scale for all <paramref name="channels"/>): scale_in · scale_w / scale_out.</summary>
    public static double[] Factors(float inputScale, ReadOnlySpan<float> filterScales, float outputScale, int channels)
    {
        if (filterScales.Length != 1)
            Require.Exactly(filterScales.Length, channels);
        var factors = new double[channels];
        for (int c = 0; c < channels; c++)
            factors[c] = (double)inputScale * filterScales[filterScales.Length == 1 ? 0 : c] / outputScale;
        return factors;
    }

    /// <summary>factor = multiplier · 2⁻³¹ · 2^exponent with the multiplier in [2³⁰, 2³¹), or 0 where the factor is 0 or below 2⁻³².</summary>
    /// <exception cref="ArgumentOutOfRangeException">The factor is negative, not finite, or 2³⁰ and more.</exception>
    public static (int Multiplier, int Exponent) FixedPoint(double factor)
    {
        if (!(factor >= 0 && factor < 1 << 30))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "a rescale factor lies in [0, 2^30)");
        if (factor == 0)
            return (0, 0);
        int exponent = Math.ILogB(factor) + 1;
        // A multiple of 2^-53 of a number in [1/2, 1): exact in float64, also the added half.
        long multiplier = (long)Math.Floor(Math.ScaleB(factor, 31 - exponent) + 0.5);
        if (multiplier == 1L << 31)
        {
            multiplier >>= 1;
            exponent++;
        }
        return exponent < -31 ? (0, 0) : ((int)multiplier, exponent);
    }

    /// <summary>output[i] = requantized sums[i] of channel <paramref name="channel"/> + i.</summary>
    internal void Apply(ReadOnlySpan<int> sums, Span<sbyte> output, int channel)
    {
        Require.Exactly(output.Length, sums.Length);
        Apply(sums, sums.Length, 1, output, output.Length, channel, sums.Length);
    }

    /// <summary>output[row·outputStride + i] = requantized sums[row·sumStride + i] of channel <paramref name="channel"/> + i, for i below <paramref name="channels"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Apply(ReadOnlySpan<int> sums, int sumStride, int rows, Span<sbyte> output, int outputStride, int channel, int channels)
    {
        if (rows == 0 || channels == 0)
            return;
        Require.Length(sums.Length, (((long)rows - 1) * sumStride) + channels);
        Require.Length(output.Length, (((long)rows - 1) * outputStride) + channels);
        Require.Length(Channels, (long)channel + channels);
        int i = 0;
        if (Avx2.IsSupported)
        {
            for (; i + Vector256<int>.Count <= channels; i += Vector256<int>.Count)
                Eight(ref Unsafe.Add(ref MemoryMarshal.GetReference(sums), i), (nuint)sumStride, rows, ref Unsafe.Add(ref MemoryMarshal.GetReference(output), i), (nuint)outputStride, (nuint)(channel + i));
        }
        for (; i < channels; i++)
        {
            for (int row = 0; row < rows; row++)
                output[(row * outputStride) + i] = One(sums[(row * sumStride) + i], channel + i);
        }
    }

    /// <summary>value · multiplier · 2⁻³¹ · 2^exponent by the two roundings, without the zero point and the clamp.</summary>
    internal static long Rescale(int value, int multiplier, int exponent, SecondRounding rounding)
    {
        long r = ((long)(value << Math.Max(exponent, 0)) * multiplier + (1L << 30)) >> 31;
        if (exponent >= 0)
            return r;
        long half = 1L << (-exponent - 1);
        return (r + half + (rounding == SecondRounding.HalfAwayFromZero ? r >> 63 : 0)) >> -exponent;
    }

    private sbyte One(int sum, int c)
    {
        int r = (int)(((long)(sum << leftShifts[c]) * multipliers[c] + (1L << 30)) >> 31);
        int u = (r + ((r >> 31) & awayFromZero[c])) >> rightShifts[c];
        int rounded = (u >> lastShifts[c]) + (u & lastShifts[c]);
        return (sbyte)(Math.Min(Math.Max(rounded, low), high) + zeroPoint);
    }

    // Eight channels of all rows; their sums and channels lie inside the spans and tables. Products of even and odd lanes are 64 bits wide, their results 32.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Eight(ref int sums, nuint sumStride, int rows, ref sbyte output, nuint outputStride, nuint c)
    {
        Vector256<int> left = At(leftShifts, c), even = At(multipliers, c), odd = At(multipliers, c + 1), away = At(awayFromZero, c), last = At(lastShifts, c);
        Vector256<uint> right = At(rightShifts, c).AsUInt32();
        Vector256<int> least = Vector256.Create(low), most = Vector256.Create(high), zero = Vector256.Create(zeroPoint);
        Vector256<long> half = Vector256.Create(1L << 30);
        for (int row = 0; row < rows; row++, sums = ref Unsafe.Add(ref sums, sumStride), output = ref Unsafe.Add(ref output, outputStride))
        {
            Vector256<int> x = Avx2.ShiftLeftLogicalVariable(Vector256.LoadUnsafe(ref sums), left.AsUInt32());
            Vector256<long> evens = Avx2.Multiply(x, even) + half, odds = Avx2.Multiply((x.AsUInt64() >> 32).AsInt32(), odd) + half;
            Vector256<int> r = Avx2.Blend((evens >>> 31).AsInt32(), (odds << 1).AsInt32(), 0b1010_1010);
            Vector256<int> u = Avx2.ShiftRightArithmeticVariable(r + ((r >> 31) & away), right);
            Vector256<int> rounded = Avx2.ShiftRightArithmeticVariable(u, last.AsUInt32()) + (u & last);
            Vector256<int> y = Vector256.Min(Vector256.Max(rounded, least), most) + zero;
            Vector128<short> words = Sse2.PackSignedSaturate(y.GetLower(), y.GetUpper());
            Unsafe.WriteUnaligned(ref Unsafe.As<sbyte, byte>(ref output), Sse2.PackSignedSaturate(words, words).AsInt64().ToScalar());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> At(int[] table, nuint index) => Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(table), index);
}
