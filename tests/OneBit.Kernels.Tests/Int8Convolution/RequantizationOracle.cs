using System.Numerics;

namespace OneBit.Kernels.Tests.Int8Convolution;

/// <summary>Rescaling by exact integers: the factor is rounded to 31 bits, then the product twice (F7).</summary>
internal static class RequantizationOracle
{
    public static sbyte Apply(int sum, double factor, SecondRounding rounding, int zeroPoint, sbyte lower, sbyte upper)
    {
        return (sbyte)Math.Clamp((long)Rescale(sum, factor, rounding) + zeroPoint, lower, upper);
    }

    public static int Rescale(int sum, double factor, SecondRounding rounding)
    {
        if (factor == 0)
            return 0;
        int exponent = 0;
        double fraction = factor;
        for (; fraction >= 1; exponent++)
            fraction /= 2;
        for (; fraction < 0.5; exponent--)
            fraction *= 2;
        var multiplier = new BigInteger(Math.Floor(fraction * 2147483648.0 + 0.5));
        BigInteger scaled = exponent > 0 ? new BigInteger(sum) << exponent : sum;
        BigInteger first = Floor(scaled * multiplier * 2 + (BigInteger.One << 31), BigInteger.One << 32);
        return (int)(exponent >= 0 ? first : Second(first, BigInteger.One << -exponent, rounding));
    }

    private static BigInteger Second(BigInteger value, BigInteger divisor, SecondRounding rounding) =>
        rounding == SecondRounding.HalfUp || value.Sign > 0
            ? Floor(2 * value + divisor, 2 * divisor)
            : -Floor(-2 * value + divisor, 2 * divisor);

    private static BigInteger Floor(BigInteger value, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(value, divisor, out BigInteger remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }
}
