using OneBit.IR;
using OneBit.Tensors;
using OneBit.TfLite.Reading;

namespace OneBit.TfLite.Codecs;

/// <summary>OneBit's own operators on floats, and movement of bits; docs/format.md describes every byte of them. <see cref="OneBitLevelCodecs"/> has the ones that pack and convolve.</summary>
internal static class OneBitCodecs
{
    public static IReadOnlyList<OpCodec> Rows { get; } =
    [
        new CustomCodec("OneBitTwoLevelQuantize", () => TwoLevelQuantize.Row) { MaxVersion = 1, Decode = ReadTwoLevel, Encode = n => Options().Add("nan", (int)((TwoLevelQuantize)n.Op).Nan).ToArray() },
        new CustomCodec("OneBitMultiLevelQuantize", () => MultiLevelQuantize.Row) { MaxVersion = 1, Decode = ReadMultiLevel, Encode = n => Options().Add("nan", (int)((MultiLevelQuantize)n.Op).Nan).ToArray() },
        new CustomCodec("OneBitFakeQuantize", () => FakeQuantize.Row) { MaxVersion = 1, Decode = ReadFakeQuantize, Encode = WriteFakeQuantize },
        new CustomCodec("OneBitBatchNorm", () => BatchNorm.Row) { MaxVersion = 1, Decode = ReadBatchNorm, Encode = WriteBatchNorm },
        new CustomCodec("OneBitConcat", () => Concat.Row) { MaxVersion = 1, Decode = ReadConcat, Encode = WriteConcat, When = n => n.Operands[0]!.Type.Element == DType.Bits && ((Concat)n.Op).Activation == Activation.None },
        new CustomCodec("OneBitReshape", () => Reshape.Row) { MaxVersion = 1, Decode = ReadReshape, Encode = WriteReshape },
        .. OneBitLevelCodecs.Rows,
    ];

    /// <summary>A map that begins with the version.</summary>
    public static FlexBuffers.FlexMapWriter Options() => new FlexBuffers.FlexMapWriter().Add("version", 1);

    /// <summary>True where joining words joins the bits: along another dimension than the channels, or where only the last operand's channels end within a word.</summary>
    public static bool JoinsWords(Concat op, Node node)
    {
        int rank = node.Results[0].Type.Shape.Rank;
        bool alongChannels = (op.Axis < 0 ? op.Axis + rank : op.Axis) == rank - 1;
        return !alongChannels || node.Operands.SkipLast(1).All(o => o!.Type.Shape[^1] is var channels && channels != Shape.Unknown && channels % BitLayout.WordBits == 0);
    }

    private static void ReadTwoLevel(OperatorReader reader)
    {
        reader.Expect(operands: 4, results: 1);
        reader.Emit(new TwoLevelQuantize { Nan = reader.CustomOptions().OfVersion1().Enum<NanRule>("nan") });
    }

    private static void ReadMultiLevel(OperatorReader reader)
    {
        reader.Expect(operands: 3, results: 1);
        reader.Emit(new MultiLevelQuantize { Nan = reader.CustomOptions().OfVersion1().Enum<NanRule>("nan") });
    }

    private static void ReadFakeQuantize(OperatorReader reader)
    {
        reader.Expect(operands: 1, results: 1);
        CustomOptions options = reader.CustomOptions().OfVersion1();
        reader.Emit(new FakeQuantize { Min = options.Float("min"), Max = options.Float("max"), Bits = options.Int("bits", 2, 16), NarrowRange = options.Bool("narrow_range") });
    }

    private static byte[] WriteFakeQuantize(Node node)
    {
        var op = (FakeQuantize)node.Op;
        return Options().Add("bits", op.Bits).Add("max", op.Max).Add("min", op.Min).Add("narrow_range", op.NarrowRange ? 1 : 0).ToArray();
    }

    private static void ReadBatchNorm(OperatorReader reader)
    {
        reader.ExpectBetween(3, 5);
        CustomOptions options = reader.CustomOptions().OfVersion1();
        reader.Emit(new BatchNorm { Epsilon = options.Float("epsilon"), Form = options.Enum<BatchNormForm>("form") });
    }

    private static byte[] WriteBatchNorm(Node node)
    {
        var op = (BatchNorm)node.Op;
        return Options().Add("epsilon", op.Epsilon).Add("form", (int)op.Form).ToArray();
    }

    private static void ReadConcat(OperatorReader reader)
    {
        reader.ExpectBetween(1, int.MaxValue);
        CustomOptions options = reader.CustomOptions().OfVersion1();
        var channels = options.Ints("channels", 1, reader.OperandCount);
        if (channels.Length != reader.OperandCount)
            throw new ModelFormatException($"has channels for {channels.Length} of {reader.OperandCount} inputs: convert the model again") { Expected = $"{reader.OperandCount}", Actual = $"{channels.Length}" };
        reader.Emit(new Concat { Axis = options.Int("axis", int.MinValue) }, [.. channels.Select((count, i) => reader.Bits(i, count))]);
    }

    private static byte[] WriteConcat(Node node) =>
        Options().Add("axis", ((Concat)node.Op).Axis).AddList("channels", [.. node.Operands.Select(o => o!.Type.Shape[^1])]).ToArray();

    private static void ReadReshape(OperatorReader reader)
    {
        reader.ExpectBetween(1, 2);
        CustomOptions options = reader.CustomOptions().OfVersion1();
        Value? bits = reader.Bits(0, options.Int("channels_in", 1));
        if (reader.HasOperand(1))
            reader.Emit(new Reshape(), bits, reader.Operand(1));
        else
            reader.Emit(new Reshape { Shape = options.Ints("shape", -1, TypeInference.MaxRank) }, bits);
    }

    private static byte[] WriteReshape(Node node)
    {
        FlexBuffers.FlexMapWriter options = Options().Add("channels_in", node.Operands[0]!.Type.Shape[^1]);
        return (node.Operands.Count > 1 && node.Operands[1] is not null ? options : options.AddList("shape", ((Reshape)node.Op).Shape.AsSpan())).ToArray();
    }
}
