namespace OneBit.IR;

/// <summary>How windows treat the border. Pads of <see cref="Same"/>: total = max(0, (⌈in/stride⌉ − 1)·stride + effective filter − in), ⌊total/2⌋ before.</summary>
public enum Padding
{
    /// <summary>⌈in / stride⌉ outputs, padded evenly, the odd one after.</summary>
    Same,

    /// <summary>Only windows that lie inside.</summary>
    Valid,
}

/// <summary>A clamp fused behind an op.</summary>
public enum Activation
{
    /// <summary>None.</summary>
    None,

    /// <summary>[0, ∞).</summary>
    Relu,

    /// <summary>[−1, 1].</summary>
    ReluN1To1,

    /// <summary>[0, 6].</summary>
    Relu6,
}

/// <summary>Where a value exactly between two integers goes.</summary>
public enum Ties
{
    /// <summary>Away from zero.</summary>
    AwayFromZero,

    /// <summary>To the even neighbour.</summary>
    ToEven,
}
