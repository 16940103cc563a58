using System.Runtime.CompilerServices;
using OneBit.IR;

namespace OneBit.Passes;

/// <summary>What a rule gives in the place of <paramref name="root"/>: a value that was there or one that <paramref name="g"/> emits; null where the rule does not apply.</summary>
public delegate Value? Rewrite(Value root, Rewriter g);

/// <summary>How a rule's result compares with what it replaces.</summary>
public enum Promise
{
    /// <summary>Equal bit for bit for all inputs, infinities and signed zeros included; any NaN equals any other.</summary>
    Exact,

    /// <summary>Equal bit for bit where subnormal numbers count as zero, as they do in the recorded systems.</summary>
    Flushing,

    /// <summary>Sums or products are taken in another order or precision: a few units in the last place.</summary>
    Rounding,
}

/// <summary>One equation: a pure function from the value on its left side to that on its right side, under the name of its method.</summary>
public sealed record Rule(string Name, Promise Promise, Rewrite Rewrite)
{
    /// <summary>A rule that keeps every bit.</summary>
    public static Rule Exact(Rewrite rewrite, [CallerArgumentExpression(nameof(rewrite))] string name = "") => new(name, Promise.Exact, rewrite);

    /// <summary>A rule that reads subnormal numbers as zero.</summary>
    public static Rule Flushing(Rewrite rewrite, [CallerArgumentExpression(nameof(rewrite))] string name = "") => new(name, Promise.Flushing, rewrite);

    /// <summary>A rule that may change the last places.</summary>
    public static Rule Rounding(Rewrite rewrite, [CallerArgumentExpression(nameof(rewrite))] string name = "") => new(name, Promise.Rounding, rewrite);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
