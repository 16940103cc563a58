using System.Numerics;

namespace OneBit.Reference;

/// <summary>
/// A positive real factor m·2^(shift − 31), 2³⁰ ≤ m &lt; 2³¹, as TensorFlow Lite multiplies integers by it: two roundings, first of the product to 32 bits, then of the right shift.
/// </summary>
internal readonly record struct FixedPoint(int Multiplier, int Shift)
{
    /// <summary>The nearest factor to <paramref name="real"/>; 0 below 2⁻³², the largest possible from 2³⁰ on.</summary>
    public static FixedPoint Of(double real)
    {
        if (real == 0)
            return default;
        int shift = Math.ILogB(real) + 1;
        long multiplier = (long)Math.Round(Math.ScaleB(real, 31 - shift), MidpointRounding.AwayFromZero);
        if (multiplier == 1L << 31)
        {
            multiplier /= 2;
            shift++;
        }
        return shift switch
        {
            < -31 => default,
            > 30 => new FixedPoint(int.MaxValue, 30),
            _ => new FixedPoint((int)multiplier, shift),
        };
    }

    /// <summary>factor / count, rounded down, without losing bits of the multiplier: both are first multiplied by the largest power of two that is at most count.</summary>
    public FixedPoint DividedBy(int count)
    {
        int bits = Math.Min(BitOperations.Log2((uint)count), 31 + Shift);
        return new FixedPoint((int)(((long)Multiplier << bits) / count), Shift - bits);
    }

    /// <summary>x · factor; ties of the final shift go away from zero.</summary>
    public int Times(int x) => RoundingShiftRight(HighProduct(ShiftLeft(x), Multiplier), Math.Max(0, -Shift));

    /// <summary>x · factor; ties of the final shift go up, as in the optimized matrix products.</summary>
    public int TimesHalfUp(int x)
    {
        int product = HighProduct(ShiftLeft(x), Multiplier), right = Math.Max(0, -Shift);
        return right == 0 ? product : (int)((product + (1L << (right - 1))) >> right);
    }

    /// <summary>x · factor for sums of 48 bits: the multiplier is rounded to 15 bits, then one rounding, ties up.</summary>
    public int TimesWide(long x)
    {
        int reduced = Multiplier < 0x7FFF0000 ? (Multiplier + (1 << 15)) >> 16 : 0x7FFF;
        int right = 15 - Shift;
        return (int)(((x * reduced) + (1L << (right - 1))) >> right);
    }

    /// <summary>round(a·b / 2³¹), ties up; saturates where both are −2³¹.</summary>
    public static int HighProduct(int a, int b)
    {
        if (a == int.MinValue && b == int.MinValue)
            return int.MaxValue;
        long product = (long)a * b;
        long nudge = product >= 0 ? 1L << 30 : 1 - (1L << 30);
        return (int)((product + nudge) / (1L << 31));
    }

    /// <summary>round(a·b / 2¹⁵), ties up; saturates where both are −2¹⁵.</summary>
    public static short HighProduct(short a, short b)
    {
        if (a == short.MinValue && b == short.MinValue)
            return short.MaxValue;
        int product = a * b;
        int nudge = product >= 0 ? 1 << 14 : 1 - (1 << 14);
        return (short)((product + nudge) / (1 << 15));
    }

    /// <summary>round(x / 2^<paramref name="shift"/>), ties away from zero.</summary>
    public static int RoundingShiftRight(int x, int shift)
    {
        int mask = (int)((1L << shift) - 1), remainder = x & mask;
        int threshold = (mask >> 1) + (x < 0 ? 1 : 0);
        return (x >> shift) + (remainder > threshold ? 1 : 0);
    }

    private int ShiftLeft(int x) => x << Math.Max(0, Shift);
}
