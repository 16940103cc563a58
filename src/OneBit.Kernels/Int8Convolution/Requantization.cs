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
    private readonly long[] multipliers;
    private readonly long[] leftShifts;
    private readonly long[] rightShifts;
    private readonly long[] halves;
    private readonly long[] awayFromZero;
    private readonly int zeroPoint;
    private readonly int lower;
    private readonly int upper;

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
        this.lower = lower;
        this.upper = upper;
        multipliers = new long[factors.Length];
        leftShifts = new long[factors.Length];
        rightShifts = new long[factors.Length];
        halves = new long[factors.Length];
        awayFromZero = new long[factors.Length];
        for (int c = 0; c < factors.Length; c++)
        {
            (int multiplier, int exponent) = FixedPoint(factors[c]);
            multipliers[c] = multiplier;
            leftShifts[c] = Math.Max(exponent, 0);
            rightShifts[c] = Math.Max(-exponent, 0);
            halves[c] = exponent < 0 ? 1L << (-exponent - 1) : 0;
            awayFromZero[c] = exponent < 0 && rounding == SecondRounding.HalfAwayFromZero ? -1 : 0;
        }
    }

    /// <summary>Channels.</summary>
    public int Channels => multipliers.Length;

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Apply(ReadOnlySpan<int> sums, Span<sbyte> output, int channel)
    {
        Require.Exactly(output.Length, sums.Length);
        Require.Length(Channels, (long)channel + sums.Length);
        int i = 0;
        if (Avx512F.IsSupported)
        {
            for (; i + Vector512<long>.Count <= sums.Length; i += Vector512<long>.Count)
                Eight(ref MemoryMarshal.GetReference(sums), ref MemoryMarshal.GetReference(output), (nuint)i, (nuint)(channel + i));
        }
        else if (Avx2.IsSupported)
        {
            for (; i + Vector256<long>.Count <= sums.Length; i += Vector256<long>.Count)
                Four(ref MemoryMarshal.GetReference(sums), ref MemoryMarshal.GetReference(output), (nuint)i, (nuint)(channel + i));
        }
        for (; i < sums.Length; i++)
            output[i] = One(sums[i], channel + i);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private sbyte One(int sum, int c)
    {
        long shifted = (int)(sum << (int)leftShifts[c]);
        long r = (shifted * multipliers[c] + (1L << 30)) >> 31;
        long rounded = (r + halves[c] + ((r >> 63) & awayFromZero[c])) >> (int)rightShifts[c];
        return (sbyte)Math.Min(Math.Max(rounded + zeroPoint, lower), upper);
    }

    // Eight sums, each widened to a 64-bit lane; i + 8 sums and channels lie inside the spans and tables.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Eight(ref int sums, ref sbyte output, nuint i, nuint c)
    {
        Vector512<long> sum = Avx512F.ConvertToVector512Int64(Vector256.LoadUnsafe(ref sums, i));
        Vector512<long> shifted = Avx512F.ShiftLeftLogicalVariable(sum, At(leftShifts, c).AsUInt64());
        Vector512<long> product = Avx512F.Multiply(shifted.AsInt32(), At(multipliers, c).AsInt32());
        Vector512<long> r = Avx512F.ShiftRightArithmetic(product + Vector512.Create(1L << 30), 31);
        Vector512<long> away = Avx512F.ShiftRightArithmetic(r, 63) & At(awayFromZero, c);
        Vector512<long> rounded = Avx512F.ShiftRightArithmeticVariable(r + At(halves, c) + away, At(rightShifts, c).AsUInt64());
        Vector512<long> clamped = Vector512.Min(Vector512.Max(rounded + Vector512.Create((long)zeroPoint), Vector512.Create((long)lower)), Vector512.Create((long)upper));
        Unsafe.WriteUnaligned(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref output, i)), Avx512F.ConvertToVector128SByte(clamped).AsInt64().ToScalar());
    }

    // As Eight. AVX2 shifts 64 bits to the right as unsigned numbers alone: x >> n = ((x + 2⁶³) >>> n) − (2⁶³ >>> n).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Four(ref int sums, ref sbyte output, nuint i, nuint c)
    {
        Vector256<ulong> half = Vector256.Create(1UL << 63), right = Quad(rightShifts, c).AsUInt64();
        Vector256<long> shifted = Avx2.ShiftLeftLogicalVariable(Avx2.ConvertToVector256Int64(Vector128.LoadUnsafe(ref sums, i)), Quad(leftShifts, c).AsUInt64());
        Vector256<long> product = Avx2.Multiply(shifted.AsInt32(), Quad(multipliers, c).AsInt32()) + Vector256.Create(1L << 30);
        Vector256<long> r = ((product.AsUInt64() ^ half) >> 31).AsInt64() - Vector256.Create(1L << 32);
        Vector256<long> x = r + Quad(halves, c) + (Vector256.LessThan(r, Vector256<long>.Zero) & Quad(awayFromZero, c));
        Vector256<long> rounded = (Avx2.ShiftRightLogicalVariable(x.AsUInt64() ^ half, right) - Avx2.ShiftRightLogicalVariable(half, right)).AsInt64();
        Vector256<long> clamped = Vector256.Min(Vector256.Max(rounded + Vector256.Create((long)zeroPoint), Vector256.Create((long)lower)), Vector256.Create((long)upper));
        Vector128<byte> bytes = Avx2.PermuteVar8x32(clamped.AsInt32(), Vector256.Create(0, 2, 4, 6, 0, 2, 4, 6)).GetLower().AsByte();
        Unsafe.WriteUnaligned(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref output, i)), Ssse3.Shuffle(bytes, Vector128.Create((byte)0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12)).AsInt32().ToScalar());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Quad(long[] table, nuint index) => Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(table), index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> At(long[] table, nuint index) => Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(table), index);
}
