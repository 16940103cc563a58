using System.Text.Json;
using OneBit.Tensors;
using OneBit.Testing;

namespace OneBit.Layers.Tests;

/// <summary>The tables know every class and every configuration of the recorded models.</summary>
public sealed class LayerTableTests
{
    // What is no layer of the table: inputs, operations that hold Python code or its arguments, and what only its own model knows.
    private static readonly HashSet<string> Elsewhere = new(StringComparer.Ordinal)
    {
        "InputLayer", "TFOpLambda", "Lambda", "FakeQuant", "Scale", "ChannelShuffle", "ChannelThreshold", "LsqUnsigned", "LsqSigned1",
        "Functional", "Sequential", "BinaryDenseNet",
    };

    [Fact]
    public void Every_class_of_the_recorded_models_is_known_or_belongs_elsewhere()
    {
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(Shared.Path("golden", "convert"), "meta.json", SearchOption.AllDirectories))
        {
            using JsonDocument meta = JsonDocument.Parse(File.ReadAllBytes(path));
            if (!meta.RootElement.TryGetProperty("model", out JsonElement model) || !model.TryGetProperty("layers", out JsonElement layers))
                continue;
            foreach (JsonElement layer in layers.EnumerateArray())
            {
                string name = layer.GetProperty("class").GetString() ?? string.Empty;
                if (LayerTable.Find(name) is null && !Elsewhere.Contains(name))
                    unknown.Add(name);
            }
        }
        Assert.Empty(unknown);
    }

    public static TheoryData<string> Architectures => Shared.Exists
        ? [.. Directory.EnumerateFiles(Path.Combine(Shared.Root!, "golden", "zoo", "architectures"), "*.config.json").Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)]
        : ["none"];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Every_layer_of_the_zoo_is_read(string file)
    {
        using JsonDocument model = JsonDocument.Parse(File.ReadAllBytes(Shared.Path("golden", "zoo", "architectures", file)));
        int read = 0;
        foreach (JsonElement row in model.RootElement.GetProperty("config").GetProperty("layers").EnumerateArray())
        {
            string name = row.GetProperty("class_name").GetString() ?? string.Empty;
            if (Elsewhere.Contains(name))
                continue;
            Layer layer = LayerTable.All[name](new LayerConfig(row.GetProperty("name").GetString()!, name, row.GetProperty("config"), new ConfigContext()));
            Assert.Equal(row.GetProperty("name").GetString(), layer.Name);
            read++;
        }
        Assert.True(read > 10);
    }

    [Fact]
    public void Every_named_quantizer_and_activation_is_emitted_with_its_defaults()
    {
        var config = new LayerConfig("name", "type", default, new ConfigContext());
        foreach (Layer layer in QuantizerTable.Rows.Values.Select(create => new QuantizerLayer(create(config))).Concat(ActivationTable.Rows.Values.Select(create => create(config))))
            Assert.Equal<Shape>([1, 3], Evaluate.Layer(layer, [Literal.Of<float>([1, 3], [-2, 0, 1])]).Type.Shape);
    }

    [Fact]
    public void Every_Larq_layer_has_the_row_of_the_plain_one()
    {
        foreach (string name in LayerTable.All.Keys.Where(k => k.StartsWith("Quant", StringComparison.Ordinal)))
            Assert.True(LayerTable.All.ContainsKey(name["Quant".Length..]), name);
        Assert.Same(LayerTable.Find("QuantConv2D"), LayerTable.Find("Larq>QuantConv2D"));
    }
}
