using System.Text.Json;
using OneBit.IR;
using OneBit.Testing;

namespace OneBit.Converter.Tests.Keras;

/// <summary>Models that Keras saved (family convert): imported from each of their files they give what Keras computed.</summary>
public sealed class RecordedModelTests
{
    private static readonly string[] Formats = ["model.h5", "model.keras"];

    // What OneBit refuses, and a word of the refusal.
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["struct_subclassed"] = "class 'Subclassed'",
    };

    /// <summary>File and case.</summary>
    public static TheoryData<string, string> Supported => Rows(n => !Refused.ContainsKey(n));

    /// <summary>File and case.</summary>
    public static TheoryData<string, string> Unsupported => Rows(Refused.ContainsKey);

    [Theory]
    [MemberData(nameof(Supported))]
    public void Imported_model_gives_what_Keras_computed(string file, string name)
    {
        Shared.Require();
        ModelCase one = ModelCase.Of("convert", name);
        Graph graph = KerasModels.Import(Path.Combine(one.Folder, file)).Graph;
        IReadOnlyList<NumpyArray> actual = KerasModels.Run(graph, one.Arrays("in"));
        IReadOnlyList<NumpyArray> expected = one.Arrays("keras_out");
        IReadOnlyList<Tolerance> tolerances = Tolerances(one, expected);
        Assert.Equal(expected.Count, actual.Count);
        for (int k = 0; k < actual.Count; k++)
            Assert.Null(tolerances[k].Difference(actual[k], expected[k], new HashSet<int>()));
    }

    [Theory]
    [MemberData(nameof(Supported))]
    public void Names_are_those_of_Keras(string file, string name)
    {
        Shared.Require();
        ModelCase one = ModelCase.Of("convert", name);
        ImportedModel model = KerasModels.Import(Path.Combine(one.Folder, file));
        Signature signature = Assert.Single(model.Graph.Signatures);
        Assert.Equal("serving_default", signature.Key);
        var layers = model.Layers.Select(l => l.Name).ToHashSet(StringComparer.Ordinal);
        Assert.All(model.Graph.Nodes, n => Assert.Contains(Assert.Single(n.Origins), layers));
        using JsonDocument meta = Meta(one);
        if (!meta.RootElement.TryGetProperty("model", out JsonElement recorded))
            return;
        Assert.Equal(Names(recorded, "inputs"), signature.Inputs.Select(e => e.Name));
        Assert.Equal(Names(recorded, "outputs"), signature.Outputs.Select(e => e.Name));
    }

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void What_is_not_supported_is_named(string file, string name)
    {
        Shared.Require();
        var e = Assert.Throws<UnsupportedModelException>(() => KerasModels.Import(Path.Combine(ModelCase.Of("convert", name).Folder, file)));
        Assert.Contains(Refused[name], e.Message, StringComparison.Ordinal);
        Assert.NotEmpty(e.Unsupported);
    }

    [Fact]
    public void Without_customs_all_unknown_quantizers_are_named_with_the_option_to_add()
    {
        string path = Shared.Path("golden", "convert", "uni_chain_cast_ge_zero_UnipolarSteSign_same0_relu", "model.h5");
        var e = Assert.Throws<UnsupportedModelException>(() => KerasModels.Import(path, new ImportOptions()));
        Assert.Contains("--quantizer cast_ge_zero=threshold:0,levels:-1:1", e.Message, StringComparison.Ordinal);
    }

    private static TheoryData<string, string> Rows(Func<string, bool> takes)
    {
        var rows = new TheoryData<string, string>();
        foreach (string file in Formats)
        {
            foreach (string name in ModelCase.Named("convert", file).Where(takes))
                rows.Add(file, name);
        }
        if (rows.Count == 0)
            rows.Add("model.h5", "recorded data is absent");
        return rows;
    }

    private static JsonDocument Meta(ModelCase one) => JsonDocument.Parse(File.ReadAllText(Path.Combine(one.Folder, "meta.json")));

    private static string?[] Names(JsonElement model, string side) => [.. model.GetProperty(side).EnumerateArray().Select(e => e.GetProperty("name").GetString())];

    // The cases of Keras 3 say theirs in words: 1e-5 of the largest output.
    private static IReadOnlyList<Tolerance> Tolerances(ModelCase one, IReadOnlyList<NumpyArray> expected)
    {
        using JsonDocument meta = Meta(one);
        JsonElement tolerance = meta.RootElement.GetProperty("tolerance");
        return tolerance.ValueKind == JsonValueKind.String
            ? [.. expected.Select(e => Tolerance.OfLargest(e, 1e-5))]
            : [.. tolerance.GetProperty("against_keras_out").EnumerateArray().Select(t => new Tolerance(t.GetDouble()))];
    }
}
