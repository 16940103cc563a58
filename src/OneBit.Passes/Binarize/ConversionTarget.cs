namespace OneBit.Passes;

/// <summary>What a converted file is to run on.</summary>
public enum ConversionTarget
{
    /// <summary>Larq Compute Engine 0.16 as it is, in its default mode.</summary>
    Lce,

    /// <summary>OneBit's runtime: everything binary fused, in custom ops of its own.</summary>
    OneBit,
}
