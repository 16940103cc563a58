using OneBit.IR;
using OneBit.Tensors;
using OneBit.TfLite.Schema;
using F = OneBit.TfLite.Schema.OptionFields;

namespace OneBit.TfLite.Codecs;

/// <summary>Operators that move values and change shapes.</summary>
internal static class MovementCodecs
{
    public static IReadOnlyList<OpCodec> Rows { get; } =
    [
        new BuiltinCodec<Reshape>(BuiltinOperator.RESHAPE, OptionsTable.Reshape)
        {
            MaxVersion = 1,
            Decode = (o, r) => new Reshape { Shape = r.HasOperand(1) ? [] : o.Ints(F.Reshape.Shape) },
            Encode = (op, w, _) => w.Ints(F.Reshape.Shape, op.Shape),
            When = (_, n) => n.Operands[0]!.Type.Element != DType.Bits,
        },
        new BuiltinCodec<Squeeze>(BuiltinOperator.SQUEEZE, OptionsTable.Squeeze)
        {
            MaxVersion = 2,
            Decode = (o, _) => new Squeeze { Axes = o.Ints(F.Squeeze.Axes) },
            Encode = (op, w, _) => w.Ints(F.Squeeze.Axes, op.Axes),
        },
        new BuiltinCodec<ExpandDims>(BuiltinOperator.EXPAND_DIMS, OptionsTable.ExpandDims) { MaxVersion = 1 },
        new BuiltinCodec<Transpose>(BuiltinOperator.TRANSPOSE, OptionsTable.Transpose)
        {
            MaxVersion = 6,
            VersionOf = n => Versions.Rank(n) > 5 ? 6 : Versions.Input(n) == DType.Int16 ? 5 : Versions.Rank(n) > 4 ? 4 : Versions.Input(n) == DType.Bool ? 3 : Versions.Int8(n),
        },
        new BuiltinCodec<Concat>(BuiltinOperator.CONCATENATION, OptionsTable.Concatenation)
        {
            MaxVersion = 4,
            VersionOf = n => Versions.Input(n) == DType.UInt32 ? 4 : Versions.Int8Int16(n),
            Decode = (o, _) => new Concat { Axis = o.Int(F.Concatenation.Axis), Activation = o.Activation(F.Concatenation.Activation) },
            Encode = (op, w, _) => w.Int(F.Concatenation.Axis, op.Axis).Byte(F.Concatenation.Activation, (int)op.Activation),
            When = (op, n) => n.Operands[0]!.Type.Element != DType.Bits || OneBitCodecs.JoinsWords(op, n),
        },
        new BuiltinCodec<Split>(BuiltinOperator.SPLIT, OptionsTable.Split)
        {
            MaxVersion = 4,
            VersionOf = n => Versions.Element(n, 1) switch { DType.Int16 => 4, DType.Int32 => 3, DType.Int8 => 2, _ => 1 },
            Decode = (o, _) => new Split { Count = o.Int(F.Split.Count) },
            Encode = (op, w, _) => w.Int(F.Split.Count, op.Count),
        },
        new BuiltinCodec<SplitV>(BuiltinOperator.SPLIT_V, OptionsTable.SplitV)
        {
            MaxVersion = 2,
            VersionOf = Versions.Int8,
            Decode = (o, _) => new SplitV { Count = o.Int(F.Split.Count) },
            Encode = (op, w, _) => w.Int(F.Split.Count, op.Count),
        },
        new BuiltinCodec<Pack>(BuiltinOperator.PACK, OptionsTable.Pack)
        {
            MaxVersion = 4,
            VersionOf = n => Versions.Input(n) == DType.UInt32 ? 4 : Versions.Int8Int16(n),
            Decode = (o, _) => new Pack { Axis = o.Int(F.Pack.Axis) },
            Encode = (op, w, n) => w.Int(F.Pack.Count, n.Operands.Count).Int(F.Pack.Axis, op.Axis),
        },
        new BuiltinCodec<Unpack>(BuiltinOperator.UNPACK, OptionsTable.Unpack)
        {
            MaxVersion = 4,
            VersionOf = n => Versions.Input(n) switch { DType.Int16 => 4, DType.Bool => 3, _ => Versions.Bytes(n) },
            Decode = (o, _) => new Unpack { Count = o.Int(F.Unpack.Count), Axis = o.Int(F.Unpack.Axis) },
            Encode = (op, w, _) => w.Int(F.Unpack.Count, op.Count).Int(F.Unpack.Axis, op.Axis),
        },
        new BuiltinCodec<Pad>(BuiltinOperator.PAD, OptionsTable.Pad) { MaxVersion = 4, VersionOf = PadVersion, When = (_, n) => !Versions.Has(n, 2) },
        new BuiltinCodec<Pad>(BuiltinOperator.PADV2, OptionsTable.PadV2) { MaxVersion = 4, VersionOf = PadVersion, When = (_, n) => Versions.Has(n, 2) },
        new BuiltinCodec<MirrorPad>(BuiltinOperator.MIRROR_PAD, OptionsTable.MirrorPad)
        {
            MaxVersion = 3,
            VersionOf = Versions.Int8Int16,
            Decode = (o, _) => new MirrorPad { Mode = o.Mirror(F.MirrorPad.Mode) },
            Encode = (op, w, _) => w.Byte(F.MirrorPad.Mode, (int)op.Mode),
        },
        new BuiltinCodec<Slice>(BuiltinOperator.SLICE, OptionsTable.Slice)
        {
            MaxVersion = 6,
            VersionOf = n => Versions.Input(n) == DType.UInt32 ? 6 : Versions.Rank(n) > 4 ? 5 : Versions.Input(n) == DType.Int16 ? 4 : Versions.Int8(n),
        },
        new BuiltinCodec<StridedSlice>(BuiltinOperator.STRIDED_SLICE, OptionsTable.StridedSlice)
        {
            MaxVersion = 8,
            VersionOf = StridedSliceVersion,
            Decode = (o, _) => new StridedSlice
            {
                BeginMask = o.Int(F.StridedSlice.BeginMask),
                EndMask = o.Int(F.StridedSlice.EndMask),
                EllipsisMask = o.Int(F.StridedSlice.EllipsisMask),
                NewAxisMask = o.Int(F.StridedSlice.NewAxisMask),
                ShrinkAxisMask = o.Int(F.StridedSlice.ShrinkAxisMask),
                Offset = o.Bool(F.StridedSlice.Offset),
            },
            Encode = (op, w, _) => w
                .Int(F.StridedSlice.BeginMask, op.BeginMask).Int(F.StridedSlice.EndMask, op.EndMask).Int(F.StridedSlice.EllipsisMask, op.EllipsisMask)
                .Int(F.StridedSlice.NewAxisMask, op.NewAxisMask).Int(F.StridedSlice.ShrinkAxisMask, op.ShrinkAxisMask).Bool(F.StridedSlice.Offset, op.Offset),
        },
        new BuiltinCodec<Gather>(BuiltinOperator.GATHER, OptionsTable.Gather)
        {
            MaxVersion = 6,
            VersionOf = GatherVersion,
            Decode = (o, _) => new Gather { Axis = o.Int(F.Gather.Axis), BatchDims = o.Int(F.Gather.BatchDims) },
            Encode = (op, w, _) => w.Int(F.Gather.Axis, op.Axis).Int(F.Gather.BatchDims, op.BatchDims),
        },
        new BuiltinCodec<Tile>(BuiltinOperator.TILE, OptionsTable.Tile) { MaxVersion = 3, VersionOf = n => Versions.Input(n) == DType.Int8 ? 3 : 1 },
        new BuiltinCodec<BroadcastTo>(BuiltinOperator.BROADCAST_TO, OptionsTable.BroadcastTo) { MaxVersion = 3, VersionOf = n => Versions.Narrow(n) + 1 },
        new BuiltinCodec<Fill>(BuiltinOperator.FILL, OptionsTable.Fill)
        {
            MaxVersion = 4,
            VersionOf = n => Versions.Element(n, 1) switch { DType.Float16 => 4, DType.Int8 or DType.Int16 => 3, DType.Bool => 2, _ => 1 },
        },
        new BuiltinCodec<ShapeOf>(BuiltinOperator.SHAPE, OptionsTable.Shape)
        {
            MaxVersion = 1,
            Decode = (_, r) => new ShapeOf { Output = r.Result(0).Type.Element },
            Encode = (op, w, _) => w.Byte(F.OutputType.Element, ElementTypes.NumberOf(op.Output)),
        },
        new BuiltinCodec<SpaceToDepth>(BuiltinOperator.SPACE_TO_DEPTH, OptionsTable.SpaceToDepth)
        {
            MaxVersion = 2,
            OptionsRequired = true,
            VersionOf = Versions.Int8,
            Decode = (o, _) => new SpaceToDepth { Block = o.Int(F.Block.Size) },
            Encode = (op, w, _) => w.Int(F.Block.Size, op.Block),
        },
        new BuiltinCodec<DepthToSpace>(BuiltinOperator.DEPTH_TO_SPACE, OptionsTable.DepthToSpace)
        {
            MaxVersion = 2,
            OptionsRequired = true,
            VersionOf = Versions.Int8,
            Decode = (o, _) => new DepthToSpace { Block = o.Int(F.Block.Size) },
            Encode = (op, w, _) => w.Int(F.Block.Size, op.Block),
        },
        new BuiltinCodec<SpaceToBatch>(BuiltinOperator.SPACE_TO_BATCH_ND, OptionsTable.SpaceToBatch) { MaxVersion = 4, VersionOf = BatchSpaceVersion },
        new BuiltinCodec<BatchToSpace>(BuiltinOperator.BATCH_TO_SPACE_ND, OptionsTable.BatchToSpace) { MaxVersion = 4, VersionOf = BatchSpaceVersion },
        new BuiltinCodec<Resize>(BuiltinOperator.RESIZE_BILINEAR, OptionsTable.ResizeBilinear)
        {
            MaxVersion = 4,
            VersionOf = n => Versions.Input(n) == DType.Int16 ? 4 : ((Resize)n.Op).HalfPixelCenters ? 3 : Versions.Int8(n),
            When = (op, _) => op.Kind == ResizeKind.Bilinear,
            Decode = (o, _) => new Resize { Kind = ResizeKind.Bilinear, AlignCorners = o.Bool(F.ResizeBilinear.AlignCorners), HalfPixelCenters = o.Bool(F.ResizeBilinear.HalfPixelCenters) },
            Encode = (op, w, _) => w.Bool(F.ResizeBilinear.AlignCorners, op.AlignCorners).Bool(F.ResizeBilinear.HalfPixelCenters, op.HalfPixelCenters),
        },
        new BuiltinCodec<Resize>(BuiltinOperator.RESIZE_NEAREST_NEIGHBOR, OptionsTable.ResizeNearestNeighbor)
        {
            MaxVersion = 4,
            VersionOf = n => Versions.Input(n) == DType.Int16 ? 4 : n.Op is Resize { HalfPixelCenters: true } or Resize { AlignCorners: true } ? 3 : Versions.Int8(n),
            When = (op, _) => op.Kind == ResizeKind.NearestNeighbor,
            Decode = (o, _) => new Resize { Kind = ResizeKind.NearestNeighbor, AlignCorners = o.Bool(F.ResizeNearest.AlignCorners), HalfPixelCenters = o.Bool(F.ResizeNearest.HalfPixelCenters) },
            Encode = (op, w, _) => w.Bool(F.ResizeNearest.AlignCorners, op.AlignCorners).Bool(F.ResizeNearest.HalfPixelCenters, op.HalfPixelCenters),
        },
    ];

    private static int PadVersion(Node node) => Versions.Rank(node) > 4 ? 4 : Versions.Int8Int16(node);

    private static int BatchSpaceVersion(Node node) => Versions.Input(node) == DType.Int16 ? 4 : Versions.Rank(node) != 4 ? 3 : Versions.Int8(node);

    private static int StridedSliceVersion(Node node)
    {
        var op = (StridedSlice)node.Op;
        if (op.Offset)
            return 8;
        if (Versions.Input(node) == DType.UInt32)
            return 7;
        if (op.EllipsisMask != 0 || op.NewAxisMask != 0)
            return 6;
        return Versions.Rank(node) > 4 ? 4 : Versions.Input(node) == DType.Bool ? 3 : Versions.Int8(node);
    }

    private static int GatherVersion(Node node)
    {
        if (Versions.Element(node, 1) == DType.Int16)
            return 6;
        if (((Gather)node.Op).BatchDims != 0)
            return 5;
        return Versions.Input(node) switch { DType.Int16 => 4, DType.Bool => 3, DType.Int8 => 2, _ => 1 };
    }
}
