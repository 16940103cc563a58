using OneBit.IR;
using OneBit.Tensors;
using OneBit.TfLite.Schema;
using F = OneBit.TfLite.Schema.OptionFields;

namespace OneBit.TfLite.Codecs;

/// <summary>Convolutions, dense layers, pooling.</summary>
internal static class ConvolutionCodecs
{
    public static IReadOnlyList<OpCodec> Rows { get; } =
    [
        new BuiltinCodec<Conv2D>(BuiltinOperator.CONV_2D, OptionsTable.Conv2D)
        {
            MaxVersion = 7,
            OptionsRequired = true,
            VersionOf = Conv2DVersion,
            Decode = (o, _) => new Conv2D
            {
                Padding = o.Padding(F.Conv2D.Padding),
                Stride = o.Size(F.Conv2D.StrideHeight, F.Conv2D.StrideWidth),
                Dilation = o.Size(F.Conv2D.DilationHeight, F.Conv2D.DilationWidth, absent: 1),
                Activation = o.Activation(F.Conv2D.Activation),
            },
            Encode = (op, w, _) => w
                .Byte(F.Conv2D.Padding, (int)op.Padding)
                .Int(F.Conv2D.StrideWidth, op.Stride.Width).Int(F.Conv2D.StrideHeight, op.Stride.Height)
                .Byte(F.Conv2D.Activation, (int)op.Activation)
                .Int(F.Conv2D.DilationWidth, op.Dilation.Width, absent: 1).Int(F.Conv2D.DilationHeight, op.Dilation.Height, absent: 1),
        },
        new BuiltinCodec<DepthwiseConv2D>(BuiltinOperator.DEPTHWISE_CONV_2D, OptionsTable.DepthwiseConv2D)
        {
            MaxVersion = 7,
            OptionsRequired = true,
            VersionOf = DepthwiseVersion,
            Decode = (o, r) => new DepthwiseConv2D
            {
                Padding = o.Padding(F.DepthwiseConv2D.Padding),
                Stride = o.Size(F.DepthwiseConv2D.StrideHeight, F.DepthwiseConv2D.StrideWidth),
                Dilation = o.Size(F.DepthwiseConv2D.DilationHeight, F.DepthwiseConv2D.DilationWidth, absent: 1),
                Multiplier = DepthMultiplier(r.OperandShape(0), r.OperandShape(1)) ?? o.Int(F.DepthwiseConv2D.Multiplier),
                Activation = o.Activation(F.DepthwiseConv2D.Activation),
            },
            Encode = (op, w, _) => w
                .Byte(F.DepthwiseConv2D.Padding, (int)op.Padding)
                .Int(F.DepthwiseConv2D.StrideWidth, op.Stride.Width).Int(F.DepthwiseConv2D.StrideHeight, op.Stride.Height)
                .Int(F.DepthwiseConv2D.Multiplier, op.Multiplier)
                .Byte(F.DepthwiseConv2D.Activation, (int)op.Activation)
                .Int(F.DepthwiseConv2D.DilationWidth, op.Dilation.Width, absent: 1).Int(F.DepthwiseConv2D.DilationHeight, op.Dilation.Height, absent: 1),
        },
        new BuiltinCodec<Conv3D>(BuiltinOperator.CONV_3D, OptionsTable.Conv3D)
        {
            MaxVersion = 1,
            OptionsRequired = true,
            Decode = (o, _) => new Conv3D
            {
                Padding = o.Padding(F.Conv3D.Padding),
                Stride = [o.Int(F.Conv3D.StrideDepth), o.Int(F.Conv3D.StrideHeight), o.Int(F.Conv3D.StrideWidth)],
                Dilation = [o.Int(F.Conv3D.DilationDepth, 1), o.Int(F.Conv3D.DilationHeight, 1), o.Int(F.Conv3D.DilationWidth, 1)],
                Activation = o.Activation(F.Conv3D.Activation),
            },
            Encode = (op, w, _) => w
                .Byte(F.Conv3D.Padding, (int)op.Padding)
                .Int(F.Conv3D.StrideDepth, op.Stride[0]).Int(F.Conv3D.StrideHeight, op.Stride[1]).Int(F.Conv3D.StrideWidth, op.Stride[2])
                .Byte(F.Conv3D.Activation, (int)op.Activation)
                .Int(F.Conv3D.DilationDepth, op.Dilation[0], 1).Int(F.Conv3D.DilationHeight, op.Dilation[1], 1).Int(F.Conv3D.DilationWidth, op.Dilation[2], 1),
        },
        new BuiltinCodec<TransposeConv>(BuiltinOperator.TRANSPOSE_CONV, OptionsTable.TransposeConv)
        {
            MaxVersion = 4,
            OptionsRequired = true,
            VersionOf = n => ((TransposeConv)n.Op).Activation != Activation.None ? 4 : n.Operands.Count == 4 && n.Operands[3] is not null ? 3 : Versions.Element(n, 1) == DType.Int8 ? 2 : 1,
            Decode = (o, _) => new TransposeConv
            {
                Padding = o.Padding(F.TransposeConv.Padding),
                Stride = o.Size(F.TransposeConv.StrideHeight, F.TransposeConv.StrideWidth),
                Activation = o.Activation(F.TransposeConv.Activation),
            },
            Encode = (op, w, _) => w
                .Byte(F.TransposeConv.Padding, (int)op.Padding)
                .Int(F.TransposeConv.StrideWidth, op.Stride.Width).Int(F.TransposeConv.StrideHeight, op.Stride.Height)
                .Byte(F.TransposeConv.Activation, (int)op.Activation),
        },
        new BuiltinCodec<FullyConnected>(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FullyConnected)
        {
            MaxVersion = 10,
            VersionOf = FullyConnectedVersion,
            Decode = (o, _) =>
            {
                o.MustBeDefault(F.FullyConnected.WeightsFormat);
                return new FullyConnected { Activation = o.Activation(F.FullyConnected.Activation), KeepDims = o.Bool(F.FullyConnected.KeepDims) };
            },
            Encode = (op, w, _) => w.Byte(F.FullyConnected.Activation, (int)op.Activation).Bool(F.FullyConnected.KeepDims, op.KeepDims),
        },
        new BuiltinCodec<BatchMatMul>(BuiltinOperator.BATCH_MATMUL, OptionsTable.BatchMatMul)
        {
            MaxVersion = 4,
            VersionOf = Versions.Int8Int16,
            Decode = (o, _) => new BatchMatMul { AdjointLeft = o.Bool(F.BatchMatMul.AdjointLeft), AdjointRight = o.Bool(F.BatchMatMul.AdjointRight) },
            Encode = (op, w, _) => w.Bool(F.BatchMatMul.AdjointLeft, op.AdjointLeft).Bool(F.BatchMatMul.AdjointRight, op.AdjointRight),
        },
        Pool(BuiltinOperator.MAX_POOL_2D, PoolKind.Max),
        Pool(BuiltinOperator.AVERAGE_POOL_2D, PoolKind.Average),
    ];

    private static BuiltinCodec<Pool2D> Pool(BuiltinOperator code, PoolKind kind) => new(code, OptionsTable.Pool2D)
    {
        MaxVersion = 3,
        OptionsRequired = true,
        VersionOf = Versions.Int8Int16,
        When = (op, _) => op.Kind == kind,
        Decode = (o, _) => new Pool2D
        {
            Kind = kind,
            Padding = o.Padding(F.Pool2D.Padding),
            Stride = o.Size(F.Pool2D.StrideHeight, F.Pool2D.StrideWidth),
            Filter = o.Size(F.Pool2D.FilterHeight, F.Pool2D.FilterWidth),
            Activation = o.Activation(F.Pool2D.Activation),
        },
        Encode = (op, w, _) => w
            .Byte(F.Pool2D.Padding, (int)op.Padding)
            .Int(F.Pool2D.StrideWidth, op.Stride.Width).Int(F.Pool2D.StrideHeight, op.Stride.Height)
            .Int(F.Pool2D.FilterWidth, op.Filter.Width).Int(F.Pool2D.FilterHeight, op.Filter.Height)
            .Byte(F.Pool2D.Activation, (int)op.Activation),
    };

    // The stored multiplier is redundant and files exist that have it wrong; interpreters go by the shapes.
    private static int? DepthMultiplier(Shape? input, Shape? filter) =>
        input is { Rank: 4 } i && filter is { Rank: 4 } f && i[3] > 0 && f[3] > 0 && f[3] % i[3] == 0 ? f[3] / i[3] : null;

    private static int Conv2DVersion(Node node)
    {
        Shape input = node.Operands[0]!.Type.Shape;
        Shape filter = node.Operands[1]!.Type.Shape;
        return (input[3] != filter[3], Versions.Input(node), Versions.Element(node, 1)) switch
        {
            (true, _, _) => 6,
            (_, DType.Int16, _) => 4,
            (_, DType.Int8, _) => 3,
            (_, DType.Float32, DType.Int8) => node.Operands[1]!.Type.Quantization is { IsPerChannel: true } ? 5 : 2,
            _ => 1,
        };
    }

    private static int DepthwiseVersion(Node node) => (Versions.Input(node), Versions.Element(node, 1)) switch
    {
        (DType.Int16, _) => 5,
        (DType.Float32, DType.Int8) => node.Operands[1]!.Type.Quantization is { IsPerChannel: true } ? 6 : 4,
        (DType.Int8, _) => 3,
        _ => ((DepthwiseConv2D)node.Op).Dilation != Size2D.One ? 2 : 1,
    };

    private static int FullyConnectedVersion(Node node)
    {
        if (Versions.Input(node) == DType.Int16)
            return 7;
        if (node.Operands.Count == 2)
            return 6;
        if (((FullyConnected)node.Op).KeepDims)
            return 5;
        return (Versions.Input(node), Versions.Element(node, 1)) switch
        {
            (DType.Int8, _) => 4,
            (DType.Float32, DType.Int8) => 3,
            _ => 1,
        };
    }
}
