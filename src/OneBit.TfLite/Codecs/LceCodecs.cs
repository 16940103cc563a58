using OneBit.IR;
using OneBit.Tensors;
using OneBit.TfLite.FlexBuffers;
using OneBit.TfLite.Reading;

namespace OneBit.TfLite.Codecs;

/// <summary>Larq Compute Engine's operators, and the one of TensorFlow's that its converter leaves as custom operator where shapes are not known.</summary>
internal static class LceCodecs
{
    public static IReadOnlyList<OpCodec> Rows { get; } =
    [
        new CustomCodec("LceQuantize", () => BinaryQuantize.Row) { MaxVersion = 1, Decode = ReadQuantize, Encode = _ => [] },
        new CustomCodec("LceDequantize", () => BinaryDequantize.Row) { MaxVersion = 1, Decode = ReadDequantize, Encode = _ => [] },
        new CustomCodec("LceBconv2d", () => BinaryConv2D.Row) { MaxVersion = 1, Decode = ReadConv2D, Encode = WriteConv2D },
        new CustomCodec("LceBMaxPool2d", () => BinaryMaxPool2D.Row) { MaxVersion = 1, Decode = ReadMaxPool2D, Encode = WriteMaxPool2D },
        new CustomCodec("Conv2D", () => Conv2D.Row) { MaxVersion = 1, Decode = ReadTensorFlowConv2D },
    ];

    private static void ReadQuantize(OperatorReader reader)
    {
        reader.Expect(operands: 1, results: 1);
        reader.Emit(new BinaryQuantize(), reader.Operand(0));
    }

    private static void ReadDequantize(OperatorReader reader)
    {
        reader.Expect(operands: 1, results: 1);
        FileTensor result = reader.Result(0);
        if (result.Type.Shape.Rank == 0)
            throw new ModelFormatException("gives a single value, not a tensor with channels: convert the model again");
        reader.Emit(new BinaryDequantize { Output = result.Type.Element }, reader.Bits(0, result.Type.Shape[^1]));
    }

    private static void ReadConv2D(OperatorReader reader)
    {
        reader.Expect(operands: 5, results: 1);
        CustomOptions options = reader.CustomOptions();
        int channels = options.Int("channels_in", 1);
        var op = new BinaryConv2D
        {
            Stride = options.Size("stride_height", "stride_width"),
            Dilation = options.Size("dilation_height_factor", "dilation_width_factor"),
            Padding = (Padding)options.Int("padding", 0, 1),
            PadValues = options.Int("pad_values", 0, 1),
            Activation = (Activation)options.Int("fused_activation_function", 0, 3),
            Output = reader.Result(0).Type.Element == DType.Int32 ? DType.Bits : reader.Result(0).Type.Element,
        };
        reader.Emit(op, reader.Bits(0, channels), reader.Bits(1, FilterChannels(reader, channels)), reader.Operand(2), reader.Operand(3), reader.Operand(4));
    }

    // The options do not name the number of groups: it follows from the words of a filter's row.
    private static int FilterChannels(OperatorReader reader, int channels)
    {
        if (reader.OperandShape(1) is not { Rank: 4 } filter)
            throw new ModelFormatException("has a filter without four dimensions: convert the model again") { Expected = "[out, height, width, words]", Actual = $"{reader.OperandShape(1)}" };
        int words = BitLayout.Words(channels);
        if (filter[3] == words)
            return channels;
        int perGroup = filter[3] * BitLayout.WordBits;
        if (filter[3] > 0 && filter[3] < words && channels % perGroup == 0)
            return perGroup;
        throw new ModelFormatException($"has a filter of {filter[3]} words a pixel, channels_in {channels} needs {words}, or words for groups of a multiple of 32 channels: convert the model again") { Expected = $"{words}", Actual = $"{filter[3]}" };
    }

    private static byte[] WriteConv2D(Node node)
    {
        var op = (BinaryConv2D)node.Op;
        return new FlexMapWriter()
            .Add("channels_in", node.Operands[0]!.Type.Shape[^1])
            .Add("dilation_height_factor", op.Dilation.Height)
            .Add("dilation_width_factor", op.Dilation.Width)
            .Add("fused_activation_function", (int)op.Activation)
            .Add("pad_values", op.PadValues)
            .Add("padding", (int)op.Padding)
            .Add("stride_height", op.Stride.Height)
            .Add("stride_width", op.Stride.Width)
            .ToArray();
    }

    private static void ReadMaxPool2D(OperatorReader reader)
    {
        reader.Expect(operands: 1, results: 1);
        CustomOptions options = reader.CustomOptions();
        var op = new BinaryMaxPool2D
        {
            Filter = options.Size("filter_height", "filter_width"),
            Stride = options.Size("stride_height", "stride_width"),
            Padding = (Padding)options.Int("padding", 0, 1, absent: 0),
        };
        // Without a producer that knows better every bit of the words is a channel.
        reader.Emit(op, reader.Bits(0, channels: null));
    }

    private static byte[] WriteMaxPool2D(Node node)
    {
        var op = (BinaryMaxPool2D)node.Op;
        return new FlexMapWriter()
            .Add("padding", (int)op.Padding)
            .Add("stride_width", op.Stride.Width)
            .Add("stride_height", op.Stride.Height)
            .Add("filter_width", op.Filter.Width)
            .Add("filter_height", op.Filter.Height)
            .ToArray();
    }

    private static void ReadTensorFlowConv2D(OperatorReader reader)
    {
        reader.Expect(operands: 2, results: 1);
        CustomOptions options = reader.CustomOptions();
        if (options.Text("data_format") is not ("NHWC" or "") || options.Text("padding") is not ("SAME" or "VALID"))
            throw new UnsupportedModelException("has another data_format than NHWC or other padding than SAME and VALID, which is not supported", "Conv2D with NCHW or explicit padding");
        var op = new Conv2D
        {
            Stride = options.SpatialOfNhwc("strides"),
            Dilation = options.SpatialOfNhwc("dilations"),
            Padding = options.Text("padding") == "SAME" ? Padding.Same : Padding.Valid,
        };
        Value? input = reader.Operand(0);
        Value heightWidthInOut = reader.Operand(1) ?? throw new ModelFormatException("has no filter: convert the model again");
        Value filter = reader.Graph.Emit(new Transpose(), heightWidthInOut, reader.Graph.Emit(Literal.Vector(3, 0, 1, 2)));
        reader.Emit(op, input, filter);
    }
}
