namespace OneBit.Layers;

/// <summary>How windows treat the border.</summary>
public enum BorderMode
{
    /// <summary>Only windows that lie inside.</summary>
    Valid,

    /// <summary>⌈in / stride⌉ outputs, padded evenly, the odd one after.  (F8)</summary>
    Same,

    /// <summary>One dimension only: padded by zeros in front, (filter − 1)·dilation of them, so that no output sees what comes later.</summary>
    Causal,
}
