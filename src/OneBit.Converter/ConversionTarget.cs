namespace OneBit.Converter;

/// <summary>Which interpreter a converted model is for. OneBit's runs both.</summary>
public enum ConversionTarget
{
    /// <summary>Only what stock Larq Compute Engine runs in its default mode.</summary>
    Lce,

    /// <summary>OneBit's own ops: everything binary is fused.</summary>
    OneBit,
}
