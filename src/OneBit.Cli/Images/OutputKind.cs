namespace OneBit.Cli.Images;

/// <summary>What the numbers that a classifier gives are.</summary>
internal enum OutputKind
{
    /// <summary>Probabilities where they look like some (none negative, sum 1), logits otherwise.</summary>
    Auto,

    /// <summary>Unscaled scores: a softmax makes them probabilities.</summary>
    Logits,

    /// <summary>Probabilities already.</summary>
    Probabilities,
}
