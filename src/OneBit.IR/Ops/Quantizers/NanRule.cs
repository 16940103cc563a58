namespace OneBit.IR;

/// <summary>What a quantizer makes of NaN.</summary>
public enum NanRule
{
    /// <summary>NaN stays NaN; where it is packed, the upper level.</summary>
    Nan,

    /// <summary>The level below the threshold, as a comparison that is false gives it.</summary>
    Below,

    /// <summary>The level at and above the threshold.</summary>
    Above,
}
