using OneBit.IR;

namespace OneBit.Runtime;

/// <summary>All fast paths. What has no row here, or is declined by it, runs as a plain loop of the reference executor.</summary>
public static class Lowerings
{
    /// <summary>The rows; the first that accepts a node counts.</summary>
    public static IReadOnlyList<Lowering> All { get; } =
    [
        Lowering.Of<BinaryConv2D>(BinaryConv2DLowering.Lower),
        Lowering.Of<Conv2D>(Conv2DLowering.Lower),
        Lowering.Of<DepthwiseConv2D>(DepthwiseConv2DLowering.Lower),
        Lowering.Of<FullyConnected>(FullyConnectedLowering.Lower),
        Lowering.Of<Reshape>(AliasLowering.Lower),
        Lowering.Of<Squeeze>(AliasLowering.Lower),
        Lowering.Of<ExpandDims>(AliasLowering.Lower),
        Lowering.Of<BitsToWords>(AliasLowering.Lower),
    ];
}
