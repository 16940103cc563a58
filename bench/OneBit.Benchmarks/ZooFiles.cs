using System.Text.Json;
using OneBit.Converter;
using OneBit.Converter.Keras;
using OneBit.Passes;
using OneBit.Tensors;

namespace OneBit.Benchmarks;

/// <summary>Models of the zoo, converted from their architecture with random weights; kept in a folder from one run to the next.</summary>
internal static class ZooFiles
{
    /// <summary>The path of a model for Larq Compute Engine: the recorded one where there is one.</summary>
    public static string ForLce(string model, string shared)
    {
        string recorded = Path.Combine(shared, "golden", "zoo", $"model-{model}", "model.tflite");
        return File.Exists(recorded) ? recorded : Of(model, shared, ConversionTarget.Lce);
    }

    /// <summary>The path of a model for one target.</summary>
    public static string Of(string model, string shared, ConversionTarget target)
    {
        string file = Path.Combine("artifacts", "bench", $"{model}.{target}.tflite".ToLowerInvariant());
        if (File.Exists(file))
            return file;
        string architectures = Path.Combine(shared, "golden", "zoo", "architectures");
        var importer = new RandomWeightsImporter(Path.Combine(architectures, $"{model}.weights.json"));
        ConversionResult converted = Converter.Converter.Convert(Path.Combine(architectures, $"{model}.config.json"), new ConvertOptions { Target = target }, [importer], CancellationToken.None);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, converted.Bytes.Span);
        return file;
    }
}

/// <summary>Imports an architecture whose weights a list names.</summary>
internal sealed class RandomWeightsImporter(string list) : IModelImporter
{
    public string Format => "Keras, random weights";

    public bool CanRead(string path) => true;

    public ImportedModel Import(string path, ImportOptions options, CancellationToken cancellationToken = default)
    {
        using JsonDocument architecture = JsonDocument.Parse(File.ReadAllBytes(path));
        return ModelImport.Run(architecture.RootElement, isKeras3: false, new RandomWeights(list), options, cancellationToken);
    }
}

/// <summary>Weights that are uniform in [−1, 1), or in [0.5, 1.5) for what scales.</summary>
internal sealed class RandomWeights : IWeightScope
{
    private readonly Dictionary<string, List<StoredWeight>> layers = new(StringComparer.Ordinal);

    public RandomWeights(string list)
    {
        using JsonDocument rules = JsonDocument.Parse(File.ReadAllText(list));
        foreach (JsonElement weight in rules.RootElement.GetProperty("weights").EnumerateArray())
        {
            string layer = weight.GetProperty("layer").GetString()!, name = weight.GetProperty("name").GetString()!;
            if (!layers.TryGetValue(layer, out List<StoredWeight>? stored))
                layers[layer] = stored = [];
            stored.Add(new Weight(name, layer, [.. weight.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())]));
        }
    }

    public IStoredWeights Layer(ModelConfig model, int index) => new NamedWeights([.. layers.GetValueOrDefault(model.Layers[index].Name) ?? []], layer: null);

    public IWeightScope Model(ModelConfig model, int index) => throw new NotSupportedException("no model of the zoo holds another");

    private sealed record Weight(string Name, string Scope, Shape Size) : StoredWeight(Name, Scope)
    {
        public override Shape Shape => Size;

        public override Literal Read()
        {
            var random = new Random(Scope.Length + Name.Length);
            bool scales = Name is "gamma" or "moving_variance";
            float[] values = new float[Size.ElementCount];
            foreach (ref float x in values.AsSpan())
                x = scales ? 0.5f + random.NextSingle() : (2 * random.NextSingle()) - 1;
            return Literal.Of<float>(Size, values);
        }
    }
}
