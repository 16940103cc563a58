namespace OneBit.Reference;

/// <summary>Exponential and reciprocal on 32-bit fixed-point numbers. Qm.n: m integer bits, n = 31 − m fraction bits.</summary>
internal static class FixedPointExp
{
    // e^(−2^k) for k = −2 … 4, in Q0.31.
    private static readonly int[] PowersOfE = [1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242];

    /// <summary>eˣ in Q0.31 for x ≤ 0 in Q5.26: a polynomial on [−¼, 0), times e^(−2^k) for each bit k of what is left.</summary>
    public static int Negative(int x)
    {
        const int FractionBits = 26, Quarter = 1 << (FractionBits - 2);
        if (x == 0)
            return int.MaxValue;
        int withinQuarter = (x & (Quarter - 1)) - Quarter;
        int result = NearZero(withinQuarter << 5), rest = withinQuarter - x;
        for (int k = 0; k < PowersOfE.Length; k++)
        {
            if ((rest & (Quarter << k)) != 0)
                result = FixedPoint.HighProduct(result, PowersOfE[k]);
        }
        return result;
    }

    /// <summary>1/(1 + x) in Q0.31 for x in [0, 1), Q0.31: three Newton steps from 48/17 − 32/17·h for the half denominator h = (1 + x)/2.</summary>
    public static int ReciprocalOfOnePlus(int x)
    {
        const int FortyEightSeventeenths = 1515870810, ThirtyTwoSeventeenths = 1010580540, One = 1 << 29; // Q2.29
        int half = (int)(((long)x + int.MaxValue + 1) / 2);
        int y = FortyEightSeventeenths + FixedPoint.HighProduct(half, -ThirtyTwoSeventeenths);
        for (int step = 0; step < 3; step++)
        {
            int error = One - FixedPoint.HighProduct(half, y);
            y += Saturated((long)FixedPoint.HighProduct(y, error) << 2);
        }
        return Saturated((long)y << 1);
    }

    // e^(−1/8)·(1 + t + t²/2 + t³/6 + t⁴/24), t = x + 1/8, x in [−¼, 0), Q0.31.
    private static int NearZero(int x)
    {
        const int ExpMinusEighth = 1895147668, Third = 715827883;
        int t = x + (1 << 28);
        int t2 = FixedPoint.HighProduct(t, t), t3 = FixedPoint.HighProduct(t2, t), t4 = FixedPoint.HighProduct(t2, t2);
        int thirdOfHigher = FixedPoint.HighProduct(FixedPoint.RoundingShiftRight(t4, 2) + t3, Third);
        int tail = FixedPoint.RoundingShiftRight(thirdOfHigher + t2, 1);
        return ExpMinusEighth + FixedPoint.HighProduct(ExpMinusEighth, t + tail);
    }

    private static int Saturated(long x) => (int)Math.Clamp(x, int.MinValue, int.MaxValue);
}
