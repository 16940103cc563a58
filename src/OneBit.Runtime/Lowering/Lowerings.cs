using OneBit.IR;

namespace OneBit.Runtime;

/// <summary>All fast paths. What has no row here, or is declined by it, runs as a plain loop of the reference executor.</summary>
public static class Lowerings
{
    /// <summary>The rows; the first that accepts a node counts.</summary>
    public static IReadOnlyList<Lowering> All { get; } =
    [
        Lowering.Of<Reshape>(Aliases.Lower),
        Lowering.Of<Squeeze>(Aliases.Lower),
        Lowering.Of<ExpandDims>(Aliases.Lower),
        Lowering.Of<BitsToWords>(Aliases.Lower),
    ];
}
