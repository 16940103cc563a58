namespace OneBit.IR;

/// <summary>What a quantizer makes of NaN.</summary>
public enum NanRule
{
    /// <summary>NaN stays NaN; where it is packed, as bits cannot hold one, the level at and above the threshold.</summary>
    Nan,

    /// <summary>The level below the threshold, as a comparison that is false gives it.</summary>
    Below,

    /// <summary>The level at and above the threshold.</summary>
    Above,
}
