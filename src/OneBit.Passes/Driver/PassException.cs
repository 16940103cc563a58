namespace OneBit.Passes;

/// <summary>A pass or rule of ours broke the graph or does not come to rest: never the model's fault.</summary>
public sealed class PassException : Exception
{
    /// <summary>A fault of a pass that the driver will name.</summary>
    public PassException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>A fault of <paramref name="pass"/> and, where one was at work, of <paramref name="rule"/>.</summary>
    public PassException(string pass, string? rule, string message, Exception? inner = null)
        : base($"{(rule is null ? pass : $"{pass}/{rule}")}: {message}", inner)
    {
        PassName = pass;
        RuleName = rule;
    }

    /// <summary>The pass.</summary>
    public string? PassName { get; }

    /// <summary>The rule that was at work.</summary>
    public string? RuleName { get; }
}
