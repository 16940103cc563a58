using System.IO.Compression;
using System.Text;
using System.Text.Json;
using OneBit.Converter.Keras;
using OneBit.Tensors;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>Weights of the zoo's recorded models: those of rank 2 and more by formula, the others from a file.</summary>
/// <param name="layers">The weights of each layer in Keras's order.</param>
internal sealed class FormulaWeights(IReadOnlyDictionary<string, List<StoredWeight>> layers) : IWeightScope
{
    /// <summary>The weights of a zoo model.</summary>
    public static FormulaWeights Of(string model)
    {
        using JsonDocument rules = JsonDocument.Parse(File.ReadAllText(Shared.Path("golden", "zoo", "architectures", model + ".weights.json")));
        IReadOnlyDictionary<string, NumpyArray> vectors = Vectors(Shared.Path("golden", "zoo", "model-" + model, "weights_1d.npz"));
        var layers = new Dictionary<string, List<StoredWeight>>(StringComparer.Ordinal);
        foreach (JsonElement weight in rules.RootElement.GetProperty("weights").EnumerateArray())
        {
            string layer = weight.GetProperty("layer").GetString()!, name = weight.GetProperty("name").GetString()!;
            Shape shape = [.. weight.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
            if (!layers.TryGetValue(layer, out List<StoredWeight>? stored))
                layers[layer] = stored = [];
            stored.Add(new Weight(name, layer, shape, Values(weight.GetProperty("init"), shape, $"{layer}/{name}.npy", vectors)));
        }
        return new FormulaWeights(layers);
    }

    /// <summary>lo + u·(hi − lo), u the first 24 bits of a splitmix64 sequence that starts at the name's hash.</summary>
    public static float[] Uniform(string name, Shape shape, double lo, double hi)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte b in Encoding.UTF8.GetBytes(name))
            hash = unchecked((hash ^ b) * 0x100000001B3);
        float[] values = new float[shape.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            ulong z = unchecked(hash + ((ulong)(i + 1) * 0x9E3779B97F4A7C15));
            z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
            z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
            z ^= z >> 31;
            values[i] = (float)(lo + ((z >> 40) * (1.0 / (1 << 24)) * (hi - lo)));
        }
        return values;
    }

    /// <inheritdoc/>
    public IStoredWeights Layer(ModelConfig model, int index) => new NamedWeights([.. layers.GetValueOrDefault(model.Layers[index].Name) ?? []], layer: null);

    /// <inheritdoc/>
    public IWeightScope Model(ModelConfig model, int index) => throw new NotSupportedException("no model of the zoo holds another");

    private static Dictionary<string, NumpyArray> Vectors(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        var vectors = new Dictionary<string, NumpyArray>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using Stream stream = entry.Open();
            var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            vectors[entry.FullName] = NumpyArray.Parse(bytes.ToArray(), entry.FullName);
        }
        return vectors;
    }

    private static Func<float[]> Values(JsonElement rule, Shape shape, string entry, IReadOnlyDictionary<string, NumpyArray> vectors)
    {
        string kind = rule.GetProperty("rule").GetString()!;
        if (kind == "weights_1d.npz")
            return () => Array.ConvertAll(vectors[entry].ToDoubles(), v => (float)v);
        if (kind == "blurpool")
            return () => [.. Enumerable.Range(0, (int)shape.ElementCount).Select(i => Binomial(i / shape[2] / 3) * Binomial(i / shape[2] % 3) / 16)];
        (string name, double lo, double hi) = (rule.GetProperty("name").GetString()!, rule.GetProperty("lo").GetDouble(), rule.GetProperty("hi").GetDouble());
        if (kind == "uniform")
            return () => Uniform(name, shape, lo, hi);
        float scale = kind == "floor_uniform" ? rule.GetProperty("scale").GetSingle() : throw new InvalidDataException($"a rule '{kind}'");
        return () => Array.ConvertAll(Uniform(name, shape, lo, hi), v => MathF.Floor(v) * scale);
    }

    private static float Binomial(int i) => i == 1 ? 2 : 1;

    private sealed record Weight(string Name, string Scope, Shape Size, Func<float[]> Values) : StoredWeight(Name, Scope)
    {
        public override Shape Shape => Size;

        public override Literal Read() => Literal.Of<float>(Size, Values());
    }
}
