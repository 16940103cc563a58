namespace OneBit.Kernels;

/// <summary>Which side of the threshold packs as bit 1 (−1). Both comparisons are false for NaN, which therefore packs as bit 0.</summary>
public enum BitSide
{
    /// <summary>Bit 1 where x &lt; t.</summary>
    Below,

    /// <summary>Bit 1 where x &gt; t.</summary>
    Above,
}

/// <summary>Thresholds that are in use by name.</summary>
public static class BitThreshold
{
    /// <summary>
    /// Larq Compute Engine's: x &lt; nextUp(−2⁻¹²⁶), that is x ≤ −2⁻¹²⁶. Negative subnormals and −0 pack as bit 0, since the interpreter flushes
    /// subnormals to zero. (F1)
    /// </summary>
    public static float Larq { get; } = MathF.BitIncrement(-1.17549435e-38f);
}
