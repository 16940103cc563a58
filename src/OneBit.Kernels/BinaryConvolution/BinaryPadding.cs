namespace OneBit.Kernels;

/// <summary>What a tap outside the image reads.</summary>
public enum BinaryPadding
{
    /// <summary>+1 (bits 0).</summary>
    One,

    /// <summary>0: the tap adds nothing to d, exactly.</summary>
    Zero,

    /// <summary>−1 (bits 1 for the true channels).</summary>
    MinusOne,
}
