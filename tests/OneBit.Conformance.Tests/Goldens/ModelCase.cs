using System.Text.Json;
using OneBit.IR;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>A recorded model with the inputs and outputs that its folder holds, in Keras's order.</summary>
internal sealed record ModelCase(string Folder)
{
    /// <summary>Folders of a family that hold <paramref name="file"/>, by name; none where the recorded data is absent.</summary>
    public static IReadOnlyList<string> Named(string family, string file)
    {
        if (!Shared.Exists)
            return [];
        return [.. Directory.GetDirectories(Shared.Path("golden", family)).Where(d => File.Exists(Path.Combine(d, file))).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];
    }

    /// <summary>A case of a family.</summary>
    public static ModelCase Of(string family, string name) => new(Shared.Path("golden", family, name));

    /// <summary>The model as Larq Compute Engine's converter wrote it.</summary>
    public string Model => Path.Combine(Folder, "lce.tflite");

    /// <summary>True where the folder has such a file.</summary>
    public bool Has(string file) => File.Exists(Path.Combine(Folder, file));

    /// <summary>prefix_0.npy, prefix_1.npy, …; each by <paramref name="variant"/> where that exists.</summary>
    public IReadOnlyList<NumpyArray> Arrays(string prefix, Func<int, string>? variant = null)
    {
        var arrays = new List<NumpyArray>();
        for (int i = 0; Has($"{prefix}_{i}.npy"); i++)
            arrays.Add(NumpyArray.Load(Path.Combine(Folder, variant is not null && Has(variant(i)) ? variant(i) : $"{prefix}_{i}.npy")));
        return arrays;
    }

    /// <summary>Inputs in the order of the graph: by the names of its signature where they are Keras's names.</summary>
    public IReadOnlyList<NumpyArray> Inputs(Graph graph)
    {
        IReadOnlyList<NumpyArray> arrays = Arrays("in", i => $"lce_in_{i}.npy");
        int[] order = Order(graph.Signatures.FirstOrDefault()?.Inputs, "inputs", arrays.Count);
        return [.. Enumerable.Range(0, arrays.Count).Select(g => arrays[Array.IndexOf(order, g)])];
    }

    /// <summary>The graph's outputs in Keras's order.</summary>
    public IReadOnlyList<NumpyArray> Outputs(Graph graph, IReadOnlyList<NumpyArray> outputs)
    {
        int[] order = Order(graph.Signatures.FirstOrDefault()?.Outputs, "outputs", outputs.Count);
        return [.. order.Select(g => outputs[g])];
    }

    // For each of Keras's names the position in the graph.
    private int[] Order(IReadOnlyList<SignatureEntry>? entries, string side, int count)
    {
        int[] positions = [.. Enumerable.Range(0, count)];
        if (entries is null || entries.Count != count || !Has("meta.json"))
            return positions;
        using JsonDocument meta = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "meta.json")));
        if (!meta.RootElement.TryGetProperty("model", out JsonElement model) || model.ValueKind != JsonValueKind.Object || !model.TryGetProperty(side, out JsonElement list) || list.ValueKind != JsonValueKind.Array)
            return positions;
        string[] names = [.. list.EnumerateArray().Select(e => e.TryGetProperty("name", out JsonElement name) ? name.GetString() ?? string.Empty : string.Empty)];
        int[] byName = [.. names.Select(n => entries.Where(e => e.Name == n).Select(e => e.Index).DefaultIfEmpty(-1).First())];
        return byName.Length == count && !byName.Contains(-1) && byName.Distinct().Count() == count ? byName : positions;
    }
}
