using OneBit.IR;

namespace OneBit.Runtime;

/// <summary>All fast paths. What has no row here, or is declined by it, runs as a plain loop of the reference executor.</summary>
public static class Lowerings
{
    /// <summary>The rows; the first that accepts a node counts.</summary>
    public static IReadOnlyList<Lowering> All { get; } =
    [
        Lowering.Of<BinaryConv2D>(BinaryConv2DLowering.Lower),
        Lowering.Of<LevelConv2D>(LevelConv2DLowering.Lower),
        Lowering.Of<PackLevels>(LevelPackingLowering.Lower),
        Lowering.Of<PackPlanes>(LevelPackingLowering.Lower),
        Lowering.Of<TwoLevelQuantize>(ChannelLowering.Lower),
        Lowering.Of<MultiLevelQuantize>(ChannelLowering.Lower),
        Lowering.Of<FakeQuantize>(ChannelLowering.Lower),
        Lowering.Of<BatchNorm>(ChannelLowering.Lower),
        Lowering.Of<BinaryMaxPool2D>(BinaryMaxPool2DLowering.Lower),
        Lowering.Of<BinaryQuantize>(BinaryQuantizeLowering.Lower),
        Lowering.Of<BinaryDequantize>(BinaryDequantizeLowering.Lower),
        Lowering.Of<WordsToBits>(WordsToBitsLowering.Lower),
        Lowering.Of<BitsToWords>(AliasLowering.Lower),
        Lowering.Of<Conv2D>(Conv2DLowering.Lower),
        Lowering.Of<DepthwiseConv2D>(DepthwiseConv2DLowering.Lower),
        Lowering.Of<FullyConnected>(FullyConnectedLowering.Lower),
        Lowering.Of<Pool2D>(Pool2DLowering.Lower),
        Lowering.Of<Reduce>(Pool2DLowering.Lower),
        Lowering.Of<Reduce>(Int8MeanLowering.Lower),
        Lowering.Of<Binary>(BinaryLowering.Lower),
        Lowering.Of<Binary>(Int8BinaryLowering.Lower),
        Lowering.Of<PRelu>(BinaryLowering.Lower),
        Lowering.Of<Unary>(UnaryLowering.Lower),
        Lowering.Of<LeakyRelu>(UnaryLowering.Lower),
        Lowering.Of<Softmax>(SoftmaxLowering.Lower),
        Lowering.Of<Softmax>(Int8SoftmaxLowering.Lower),
        Lowering.Of<LogSoftmax>(SoftmaxLowering.Lower),
        Lowering.Of<Quantize>(ConversionLowering.Lower),
        Lowering.Of<Dequantize>(ConversionLowering.Lower),
        Lowering.Of<Compare>(CompareLowering.Lower),
        Lowering.Of<Select>(SelectLowering.Lower),
        Lowering.Of<Reshape>(AliasLowering.Lower),
        Lowering.Of<Reshape>(BitMovementLowering.Lower),
        Lowering.Of<Squeeze>(AliasLowering.Lower),
        Lowering.Of<ExpandDims>(AliasLowering.Lower),
        Lowering.Of<Concat>(ConcatLowering.Lower),
        Lowering.Of<Concat>(BitMovementLowering.Lower),
        Lowering.Of<Split>(SplitLowering.Lower),
        Lowering.Of<Slice>(SliceLowering.Lower),
        Lowering.Of<StridedSlice>(SliceLowering.Lower),
        Lowering.Of<DepthToSpace>(SliceLowering.Lower),
        Lowering.Of<Gather>(GatherLowering.Lower),
        Lowering.Of<Pad>(PadLowering.Lower),
        Lowering.Of<Transpose>(TransposeLowering.Lower),
    ];
}
