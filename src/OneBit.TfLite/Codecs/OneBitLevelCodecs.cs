using OneBit.IR;
using OneBit.Tensors;
using OneBit.TfLite.Reading;

namespace OneBit.TfLite.Codecs;

/// <summary>OneBit's own operators that pack levels and convolve them.</summary>
internal static class OneBitLevelCodecs
{
    public static IReadOnlyList<OpCodec> Rows { get; } =
    [
        new CustomCodec("OneBitPackLevels", () => PackLevels.Row) { MaxVersion = 1, Decode = ReadPackLevels, Encode = WritePackLevels },
        new CustomCodec("OneBitPackPlanes", () => PackPlanes.Row) { MaxVersion = 1, Decode = ReadPackPlanes, Encode = WritePackPlanes },
        new CustomCodec("OneBitConv2D", () => LevelConv2D.Row) { MaxVersion = 1, Decode = ReadConv2D, Encode = WriteConv2D },
    ];

    private static void ReadPackLevels(OperatorReader reader)
    {
        reader.ExpectBetween(2, 3);
        CustomOptions options = reader.CustomOptions().OfVersion1();
        CheckChannels(reader, options);
        reader.Emit(new PackLevels { NanIsUpper = options.Bool("nan_is_upper") });
    }

    private static byte[] WritePackLevels(Node node) =>
        OneBitCodecs.Options().Add("channels", node.Operands[0]!.Type.Shape[^1]).Add("nan_is_upper", ((PackLevels)node.Op).NanIsUpper ? 1 : 0).ToArray();

    private static void ReadPackPlanes(OperatorReader reader)
    {
        reader.Expect(operands: 2, results: 1);
        CustomOptions options = reader.CustomOptions().OfVersion1();
        CheckChannels(reader, options);
        reader.Emit(new PackPlanes { Planes = options.Int("planes", 1, 8), NanIsUpper = options.Bool("nan_is_upper") });
    }

    private static byte[] WritePackPlanes(Node node)
    {
        var op = (PackPlanes)node.Op;
        return OneBitCodecs.Options().Add("channels", node.Operands[0]!.Type.Shape[^1]).Add("nan_is_upper", op.NanIsUpper ? 1 : 0).Add("planes", op.Planes).ToArray();
    }

    private static void ReadConv2D(OperatorReader reader)
    {
        reader.ExpectBetween(2, LevelConv2D.ResidualOperand);
        CustomOptions options = reader.CustomOptions().OfVersion1();
        int channels = options.Int("channels_in", 1), depth = options.Int("channels_per_group", 1);
        var op = new LevelConv2D
        {
            Stride = options.Size("stride_height", "stride_width"),
            Dilation = options.Size("dilation_height_factor", "dilation_width_factor"),
            Padding = options.Enum<Padding>("padding"),
            Pads = options.Ints("pads", 0, 4),
            PadValue = options.Int("pad_value", -256, 256),
            Levels = options.Enum<InputLevels>("levels"),
            Zero = options.Int("zero", -256, 256),
            Ties = options.Enum<Ties>("ties"),
            Output = reader.Result(0).Type.Element == DType.Int32 ? DType.Bits : reader.Result(0).Type.Element,
        };
        var operands = new Value?[reader.OperandCount];
        (operands[0], operands[1]) = (reader.Bits(0, channels), reader.Bits(1, depth));
        for (int i = LevelConv2D.FirstTransformOperand; i < operands.Length; i++)
            operands[i] = reader.Operand(i);
        reader.Emit(op, operands);
    }

    private static byte[] WriteConv2D(Node node)
    {
        var op = (LevelConv2D)node.Op;
        return OneBitCodecs.Options()
            .Add("channels_in", node.Operands[0]!.Type.Shape[^1])
            .Add("channels_per_group", node.Operands[1]!.Type.Shape[^1])
            .Add("dilation_height_factor", op.Dilation.Height)
            .Add("dilation_width_factor", op.Dilation.Width)
            .Add("levels", (int)op.Levels)
            .Add("pad_value", op.PadValue)
            .Add("padding", (int)op.Padding)
            .AddList("pads", op.Pads.AsSpan())
            .Add("stride_height", op.Stride.Height)
            .Add("stride_width", op.Stride.Width)
            .Add("ties", (int)op.Ties)
            .Add("zero", op.Zero)
            .ToArray();
    }

    // The packed result's words do not say how many channels they hold.
    private static void CheckChannels(OperatorReader reader, CustomOptions options)
    {
        int channels = options.Int("channels", 1);
        if (reader.Operand(0) is { } input && input.Type.Shape is { Rank: > 0 } shape && !Dimensions.Agree(shape[^1], channels))
            throw new ModelFormatException($"says {channels} channels of {input.Type}: convert the model again") { Expected = $"{shape[^1]}", Actual = $"{channels}" };
    }
}
