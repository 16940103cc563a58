using OneBit.IR;
using OneBit.Tensors;
using OneBit.Testing;
using OneBit.TfLite.FlatBuffers;
using OneBit.TfLite.Reading;
using OneBit.TfLite.Schema;

namespace OneBit.TfLite.Tests;

/// <summary>What is written is what stock interpreters expect.</summary>
public sealed class WriterTests
{
    public static TheoryData<string> WithCustomOperators => Recorded.Files(path => path.Contains("Lce", StringComparison.Ordinal) || path.StartsWith("convert/bconv", StringComparison.Ordinal));

    [Fact]
    public void A_binary_model_survives_writing_and_reading() => GraphEquality.AssertSame(SmallModels.Binary(), TfLiteReader.Read(TfLiteWriter.Write(SmallModels.Binary())), anyOrderOfConstants: true);

    [Fact]
    public void A_model_of_codes_with_open_sizes_survives_writing_and_reading() => GraphEquality.AssertSame(SmallModels.Codes(), TfLiteReader.Read(TfLiteWriter.Write(SmallModels.Codes())), anyOrderOfConstants: true);

    [Fact]
    public void Values_start_at_multiples_of_16_and_buffer_0_is_empty()
    {
        byte[] bytes = TfLiteWriter.Write(SmallModels.Binary());
        FlatVector buffers = FileModel.Open(bytes).Root.Tables(Fields.ModelBuffers);
        Assert.Null(buffers.Table(0, "buffer").Vector(Fields.BufferData, 1));
        for (int i = 1; i < buffers.Count; i++)
            Assert.Equal(0, (buffers.Table(i, "buffer").Vector(Fields.BufferData, 1)!.Value.Position + 4) % 16);
    }

    [Fact]
    public void Operator_codes_are_in_both_fields()
    {
        FlatVector codes = FileModel.Open(TfLiteWriter.Write(SmallModels.Binary())).Root.Tables(Fields.ModelOperatorCodes);
        for (int i = 0; i < codes.Count; i++)
            Assert.Equal(codes.Table(i, "code").Int32(Fields.CodeBuiltin), codes.Table(i, "code").UInt8(Fields.CodeDeprecatedBuiltin));
    }

    [Theory]
    [MemberData(nameof(WithCustomOperators))]
    public void Options_of_custom_operators_are_byte_for_byte_those_of_the_incumbent_s_converter(string path)
    {
        Shared.Require();
        byte[] bytes = Recorded.Bytes(path);
        if (ReadTests.IsRefused(path) || path.Contains("/malformed/", StringComparison.Ordinal))
            return;
        Assert.Equal(CustomOptions(bytes), CustomOptions(TfLiteWriter.Write(TfLiteReader.Read(bytes))));
    }

    [Fact]
    public void Everything_that_the_format_lacks_is_named_at_once()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [2, 2]));
        graph.SetOutputs(graph.Emit(new Binary { Kind = BinaryKind.Maximum, Activation = Activation.Relu }, graph.Emit(new Binary { Kind = BinaryKind.Pow, Activation = Activation.Relu6 }, x, x), x));
        var error = Assert.Throws<UnsupportedModelException>(() => TfLiteWriter.Write(graph));
        Assert.Equal(2, error.Unsupported.Count);
    }

    [Fact]
    public void A_file_is_replaced_as_a_whole_or_not_at_all()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = Path.Combine(folder, "model.tflite");
            File.WriteAllText(path, "before");
            var unwritable = new Graph();
            Value x = unwritable.AddInput(new TensorType(DType.Float32, [2]));
            unwritable.SetOutputs(unwritable.Emit(new Binary { Kind = BinaryKind.Maximum, Activation = Activation.Relu }, x, x));
            Assert.Throws<UnsupportedModelException>(() => TfLiteWriter.Write(unwritable, path));
            Assert.Equal("before", File.ReadAllText(path));
            TfLiteWriter.Write(SmallModels.Binary(), path);
            Assert.Equal(TfLiteWriter.Write(SmallModels.Binary()), File.ReadAllBytes(path));
            Assert.Single(Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> CustomOptions(byte[] bytes)
    {
        FileModel model = FileModel.Open(bytes);
        FlatVector operators = model.Subgraphs.Table(0, "subgraph").Tables(Fields.SubgraphOperators);
        return
        [
            .. Enumerable.Range(0, operators.Count).Select(i => operators.Table(i, "operator"))
                .Where(o => UnsupportedOperators.CodeOf(model, o).Builtin == BuiltinOperator.CUSTOM)
                .Select(o => Convert.ToHexString((o.Vector(Fields.OperatorCustomOptions, 1)?.Bytes ?? default).Span)),
        ];
    }
}
