namespace OneBit.IR;

/// <summary>All kinds of ops. A new op is a record file and a row here.</summary>
public static class OpTable
{
    /// <summary>The schemas, by topic.</summary>
    public static IReadOnlyList<OpSchema> All { get; } =
    [
        Constant.Row,
        Conv2D.Row,
        DepthwiseConv2D.Row,
        Conv3D.Row,
        TransposeConv.Row,
        FullyConnected.Row,
        BatchMatMul.Row,
        Pool2D.Row,
        Unary.Row,
        LeakyRelu.Row,
        PRelu.Row,
        Binary.Row,
        Compare.Row,
        Select.Row,
        Cast.Row,
        Quantize.Row,
        Dequantize.Row,
        Reduce.Row,
        ArgReduce.Row,
        Softmax.Row,
        LogSoftmax.Row,
        Reshape.Row,
        Squeeze.Row,
        ExpandDims.Row,
        Transpose.Row,
        Concat.Row,
        Split.Row,
        SplitV.Row,
        Pack.Row,
        Unpack.Row,
        Pad.Row,
        MirrorPad.Row,
        Slice.Row,
        StridedSlice.Row,
        Gather.Row,
        Tile.Row,
        BroadcastTo.Row,
        Fill.Row,
        ShapeOf.Row,
        SpaceToDepth.Row,
        DepthToSpace.Row,
        SpaceToBatch.Row,
        BatchToSpace.Row,
        Resize.Row,
        TopK.Row,
        BatchNorm.Row,
        TwoLevelQuantize.Row,
        MultiLevelQuantize.Row,
        FakeQuantize.Row,
        PackLevels.Row,
        PackPlanes.Row,
        LevelConv2D.Row,
        BinaryQuantize.Row,
        BinaryDequantize.Row,
        BinaryConv2D.Row,
        BinaryMaxPool2D.Row,
        WordsToBits.Row,
        BitsToWords.Row,
    ];

    private static readonly Dictionary<string, OpSchema> ByName = All.ToDictionary(schema => schema.Name, StringComparer.Ordinal);

    /// <summary>The schema of that name.</summary>
    public static OpSchema? Find(string name) => ByName.GetValueOrDefault(name);
}
