namespace OneBit.Kernels;

/// <summary>Where a value exactly between two integers goes.</summary>
public enum TieRounding
{
    /// <summary>Away from zero: 0.5 → 1, −0.5 → −1 (C's <c>round</c>).</summary>
    AwayFromZero,

    /// <summary>To the even neighbour: 0.5 → 0, 1.5 → 2.</summary>
    ToEven,
}

/// <summary>An int8 output: q = saturate(round(T / Scale) + ZeroPoint); a NaN counts as 0 before the zero point is added.</summary>
/// <param name="Scale">Divisor, rounded to float32 by the division; 1 where the transform already contains it.</param>
/// <param name="ZeroPoint">Added after rounding, in [−128, 127]; 0 where the transform already contains it.</param>
/// <param name="Ties">Where halves go.</param>
public readonly record struct Int8Output(float Scale, int ZeroPoint, TieRounding Ties)
{
    /// <summary>q = saturate(round half away(T)): Larq Compute Engine's, with scale and zero point inside T.</summary>
    public static Int8Output Folded { get; } = new(1, 0, TieRounding.AwayFromZero);
}
