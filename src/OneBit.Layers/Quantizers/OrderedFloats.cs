namespace OneBit.Layers;

/// <summary>The floats in their order, and TensorFlow's habit of reading subnormals as zero.</summary>
internal static class OrderedFloats
{
    /// <summary>2⁻¹²⁶, the smallest normal float.</summary>
    public const float Epsilon = 1.17549435e-38f;

    /// <summary>x, or zero where x is subnormal.</summary>
    public static float Flush(float x) => Math.Abs(x) < Epsilon ? 0f : x;

    /// <summary>
    /// The smallest x with x ≥ <paramref name="threshold"/> (or &gt;, where strict) as TensorFlow compares, with subnormals read as zero: nextUp(t) for a strict comparison, and at zero nextUp(−ε) or ε.
    /// NaN, which no x reaches, for NaN and for &gt; ∞.  (F9)
    /// </summary>
    public static float Edge(float threshold, bool strict)
    {
        float t = Flush(threshold);
        if (t == 0)
            return strict ? Epsilon : MathF.BitIncrement(-Epsilon);
        return !strict ? t : float.IsPositiveInfinity(t) ? float.NaN : MathF.BitIncrement(t);
    }

    /// <summary>The smallest float, −∞ included, for which a predicate that is false, then true, is true; NaN where it never is. By bisection, 32 evaluations.  (F9)</summary>
    public static float Least(Func<float, bool> predicate)
    {
        int low = Rank(float.NegativeInfinity);
        int high = Rank(float.PositiveInfinity);
        if (!predicate(float.PositiveInfinity))
            return float.NaN;
        while (low < high)
        {
            int middle = (int)(((long)low + high) >> 1);
            if (predicate(FromRank(middle)))
                high = middle;
            else
                low = middle + 1;
        }
        return FromRank(low);
    }

    // Position in the order; −0 stands one before +0.
    private static int Rank(float x)
    {
        int bits = BitConverter.SingleToInt32Bits(x);
        return bits >= 0 ? bits : -(bits & int.MaxValue) - 1;
    }

    private static float FromRank(int rank) => BitConverter.Int32BitsToSingle(rank >= 0 ? rank : (-(rank + 1)) | int.MinValue);
}
