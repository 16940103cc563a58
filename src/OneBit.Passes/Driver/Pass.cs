using OneBit.IR;

namespace OneBit.Passes;

/// <summary>One row of a pipeline: rules that are applied until none applies, or a function of the whole graph.</summary>
/// <param name="Name">Lower case with hyphens; what <c>--stop-after</c>, traces and case files call it.</param>
/// <param name="Summary">What it does to a model, in one sentence.</param>
public sealed record Pass(string Name, string Summary)
{
    /// <summary>The rules in order of precedence.</summary>
    public IReadOnlyList<Rule> Rules { get; init; } = [];

    /// <summary>A change of the graph that is no equation of one value; says whether it changed anything. Runs before the rules.</summary>
    public Func<Graph, bool>? Transform { get; init; }

    /// <summary>The pass whose rules, some or all, this one applies under other conditions; their cases serve both. Null for a pass of its own.</summary>
    public Pass? VariantOf { get; init; }

    /// <summary>Forms that earlier passes must have established.</summary>
    public GraphForms Needs { get; init; }

    /// <summary>Forms that hold behind the pass.</summary>
    public GraphForms Establishes { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What a pass may rely on, so that each rule has one pattern to write.</summary>
[Flags]
public enum GraphForms
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>No op but those above the size limit has only constant operands.</summary>
    ConstantsFolded = 1,

    /// <summary>No op returns its operand unchanged for a reason that its attributes and types show.</summary>
    NoIdentities = 2,

    /// <summary>Dimensions of 1 come and go by Reshape alone.</summary>
    ReshapesOnly = 4,

    /// <summary>The constant of a commutative op is its right operand; x − k is x + (−k).</summary>
    ConstantsRight = 8,
}
