using System.Buffers;
using System.Text.Json;
using OneBit.IR;
using OneBit.Passes;
using OneBit.Tensors;
using OneBit.TfLite;

namespace OneBit.Converter.Tests;

public sealed class ConverterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("onebit-converter-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_open_batch_becomes_1()
    {
        ConversionResult result = Convert("plain", Halfway);
        Assert.Equal([1, 4, 4, 3], result.Graph.Inputs[0].Type.Shape);
        Assert.All(result.Graph.Nodes.SelectMany(node => node.Results), value => Assert.True(value.Type.Shape.IsStatic));
    }

    [Fact]
    public void An_open_height_stays_open_and_the_report_shows_the_option_that_fixes_it()
    {
        ConversionResult open = Convert("open", new ConvertOptions());
        Assert.Equal([1, Shape.Unknown, 4, 3], open.Graph.Inputs[0].Type.Shape);
        Assert.Equal([1, Shape.Unknown, 4, 3], TfLiteReader.Read(open.Bytes).Inputs[0].Type.Shape);
        Assert.Contains("input 'image' [1,?,4,3] keeps open sizes", open.Report.OpenSizes, StringComparison.Ordinal);
        Assert.Contains("--input-shape 1,H,4,3", open.Report.OpenSizes, StringComparison.Ordinal);
        Assert.Equal(LayerKind.Binary, open.Report.Layers[1].Kind);
        ConversionResult given = Convert("open", Halfway with { InputShapes = [[Shape.Unknown, 9, 4, 3]] });
        Assert.Equal([1, 9, 4, 3], given.Graph.Inputs[0].Type.Shape);
        Assert.Null(given.Report.OpenSizes);
    }

    [Fact]
    public void A_binary_layer_with_NaN_weights_is_named()
    {
        var e = Assert.Throws<ModelFormatException>(() => Convert("nan", Halfway));
        Assert.Contains("'conv'", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("'dense'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_has_a_row_per_layer_with_reasons_where_binary_layers_stay_float()
    {
        ConversionReport report = Convert("float", Halfway).Report;
        Assert.Equal(["image", "conv", "bn", "dense"], report.Layers.Select(layer => layer.Name));
        LayerReport conv = report.Layers[1];
        Assert.Equal((LayerKind.Float, true), (conv.Kind, conv.HasBinaryWeights));
        Assert.Equal("input-not-quantized", conv.Refusal?.Code);
        Assert.Equal([conv], report.Unbinarized);
        Assert.Equal(LayerKind.None, report.Layers[0].Kind);
        Assert.Equal((LayerKind.Float, 40, 40), (report.Layers[3].Kind, report.Layers[3].BytesBefore, report.Layers[3].BytesAfter));
        Assert.Null(report.Layers[3].Refusal);
        Assert.Equal((2 * 2 * 2 * 27) + 10, report.Macs.Float);
    }

    [Fact]
    public void A_layer_counts_as_binary_where_its_node_runs_on_bits_with_what_was_fused_into_it()
    {
        var imported = new TextImporter().Import(Write("plain"), new ImportOptions { InputShapes = [[1, 4, 4, 3]] }, TestContext.Current.CancellationToken);
        var binary = BinaryLayers.Of(imported.Graph);
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Bits, [1, 4, 4, 3]));
        graph.Origins = ["conv", "bn"];
        Value filter = graph.Emit(new Literal(new TensorType(DType.Bits, [2, 3, 3, 3]), new byte[2 * 9 * 4]));
        graph.SetOutputs(graph.Emit(new LevelConv2D(), x, filter, null, null, null, null, graph.Emit(Literal.Vector<float>(2, 3)), null, null, null, null, null));
        ConversionReport report = ReportBuilder.Build(imported, binary, graph, [new Refusal("conv", "never", "is not shown", string.Empty)]);
        LayerReport conv = report.Layers[1];
        Assert.Equal((LayerKind.Binary, true, (Refusal?)null), (conv.Kind, conv.IsBinarized, conv.Refusal));
        Assert.Equal(["bn"], conv.Fused);
        Assert.Equal((216, 72 + 8), (conv.BytesBefore, conv.BytesAfter));
        Assert.Equal(LayerKind.None, report.Layers[2].Kind);
        Assert.Empty(report.Unbinarized);
        Assert.Equal(2 * 2 * 2 * 27, report.Macs.Binary);
    }

    [Theory]
    [InlineData(ConversionTarget.Lce)]
    [InlineData(ConversionTarget.OneBit)]
    public void A_converted_layer_is_binary(ConversionTarget target)
    {
        ConversionReport report = Convert("plain", Halfway with { Target = target }).Report;
        Assert.Equal(LayerKind.Binary, report.Layers[1].Kind);
        Assert.Equal(2 * 2 * 2 * 27, report.Macs.Binary);
        Assert.Empty(report.Unbinarized);
    }

    [Fact]
    public void A_binary_layer_that_no_rule_speaks_of_has_a_reason_all_the_same()
    {
        ImportedModel imported = new TextImporter().Import(Write("plain"), new ImportOptions { InputShapes = [[1, 4, 4, 3]] }, TestContext.Current.CancellationToken);
        Assert.Equal("not-recognized", ReportBuilder.Build(imported, BinaryLayers.Of(imported.Graph), imported.Graph, []).Layers[1].Refusal?.Code);
    }

    [Fact]
    public void The_report_is_JSON_of_the_documented_form()
    {
        ConversionReport report = Convert("float", Halfway with { Target = ConversionTarget.OneBit }).Report;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            report.WriteTo(json);
            json.WriteEndObject();
        }
        JsonElement root = JsonDocument.Parse(buffer.WrittenMemory).RootElement;
        Assert.Equal("onebit", root.GetProperty("target").GetString());
        Assert.True(root.GetProperty("seconds").GetDouble() >= 0);
        Assert.Equal(JsonValueKind.Number, root.GetProperty("bytes").ValueKind);
        JsonElement conv = root.GetProperty("layers")[1];
        Assert.Equal(
            ["name", "type", "binarized", "kind", "fused", "reason_code", "reason", "advice", "bytes_before", "bytes_after"],
            conv.EnumerateObject().Select(member => member.Name));
        Assert.Equal("input-not-quantized", conv.GetProperty("reason_code").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("layers")[3].GetProperty("reason").ValueKind);
        Assert.Equal(report.Macs.Float, root.GetProperty("totals").GetProperty("float_macs").GetInt64());
        Assert.Equal(0, root.GetProperty("totals").GetProperty("binary_macs").GetInt64());
    }

    [Fact]
    public void Passes_can_be_watched_and_stopped()
    {
        var seen = new List<string>();
        ImportedModel? imported = null;
        ConvertOptions options = Halfway with { StopAfter = "fold-weights", DumpAfter = (pass, _) => seen.Add(pass), AfterImport = model => imported = model };
        Convert("plain", options);
        Assert.Equal(Converter.ImportStep, seen[0]);
        Assert.Equal("fold-weights", seen[^1]);
        Assert.NotNull(imported);
        Assert.Contains("no pass is called 'polish'", Assert.Throws<ArgumentException>(() => Convert("plain", options with { StopAfter = "polish" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_halfway_is_written_as_it_is() =>
        Assert.False(Convert("plain", Halfway with { StopAfter = Converter.ImportStep }).Bytes.IsEmpty);

    [Fact]
    public void What_no_importer_takes_is_refused_and_what_is_not_there_is_not_found()
    {
        string file = Path.Combine(folder, "x.bin");
        File.WriteAllText(file, "nothing");
        Assert.Contains("x.bin", Assert.Throws<ModelFormatException>(() => Converter.Import(file, cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => Converter.Import(Path.Combine(folder, "absent.h5"), cancellationToken: TestContext.Current.CancellationToken));
    }

    private static ConvertOptions Halfway { get; } = new() { StopAfter = "fuse-activation" };

    private ConversionResult Convert(string text, ConvertOptions options) => Converter.Convert(Write(text), options, [new TextImporter()], TestContext.Current.CancellationToken);

    private string Write(string text)
    {
        string file = Path.Combine(folder, "model.net");
        File.WriteAllText(file, text);
        return file;
    }
}
