namespace OneBit.IR;

/// <summary>What becomes of constants that are too long to stand in their line.</summary>
public enum LongConstants
{
    /// <summary>Written behind the graph, in base64: the text is exact.</summary>
    Full,

    /// <summary>Left out: for reading, cannot be parsed.</summary>
    Elided,
}

/// <summary>How <see cref="GraphPrinter"/> prints.</summary>
public sealed record PrintOptions
{
    /// <summary>Everything, to be parsed again.</summary>
    public static PrintOptions Full { get; } = new();

    /// <summary>For reading.</summary>
    public static PrintOptions Elided { get; } = new() { Constants = LongConstants.Elided };

    /// <summary>Treatment of long constants.</summary>
    public LongConstants Constants { get; init; }

    /// <summary>Elements that a constant may have to stand in its line.</summary>
    public int MaxInlineElements { get; init; } = 16;
}
