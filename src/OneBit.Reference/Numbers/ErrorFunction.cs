namespace OneBit.Reference;

/// <summary>Functions that the base library lacks, to about 1e-15.</summary>
internal static class ErrorFunction
{
    /// <summary>erfc(x) = 2/√π ∫ₓ^∞ e^(−t²) dt: 1 − erf by its power series up to |x| = 3, a continued fraction beyond.</summary>
    public static double Complementary(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (x < 0)
            return 2 - Complementary(-x);
        return x > 3 ? ContinuedFraction(x) : 1 - PowerSeries(x);
    }

    /// <summary>eˣ − 1, exact to the last bits near 0.</summary>
    public static double ExpMinusOne(double x)
    {
        if (Math.Abs(x) > 1e-3)
            return Math.Exp(x) - 1;
        return x * (1 + (x / 2 * (1 + (x / 3 * (1 + (x / 4))))));
    }

    // erf(x) = 2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1))
    private static double PowerSeries(double x)
    {
        double term = x, sum = x;
        for (int n = 1; Math.Abs(term) > 1e-18; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    // erfc(x) = e^(−x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …))))
    private static double ContinuedFraction(double x)
    {
        double fraction = x;
        for (int n = 60; n > 0; n--)
            fraction = x + (n / 2.0 / fraction);
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / fraction;
    }
}
