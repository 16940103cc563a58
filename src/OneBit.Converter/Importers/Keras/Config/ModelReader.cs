using System.Text.Json;
using OneBit.IR;

namespace OneBit.Converter.Keras;

/// <summary>Reads the configuration of a model, of Keras 2 or 3, and of the models in it.</summary>
internal static class ModelReader
{
    private const int MaxNesting = 32;

    /// <summary>A model's configuration.</summary>
    /// <exception cref="ModelFormatException">It is none, or it points at layers that do not exist.</exception>
    /// <exception cref="UnsupportedModelException">It is of a class whose graph is Python code.</exception>
    public static ModelConfig Read(JsonElement root) => Read(root, 0);

    /// <summary>True where the configuration is one of a model: a graph of layers.</summary>
    public static bool IsModel(JsonElement config) => config.ValueKind == JsonValueKind.Object && config.Find("layers") is { ValueKind: JsonValueKind.Array };

    private static ModelConfig Read(JsonElement root, int depth)
    {
        string className = ClassName(root) ?? throw new ModelFormatException($"the configuration is no model: {root.Brief()}");
        JsonElement? config = root.Find("config");
        if (depth > MaxNesting)
            throw new ModelFormatException($"models are nested more than {MaxNesting} deep");
        if (config is { ValueKind: JsonValueKind.Array } bare)
            return Sequential(root.Text("name") ?? "sequential", className, bare, depth);
        if (config is not { } settings || !IsModel(settings) || settings.Find("layers") is not { } layers)
            throw Code(className);
        string name = settings.Text("name") ?? root.Text("name") ?? className;
        return settings.Find("output_layers") is { } outputs
            ? Functional(name, className, settings, layers, outputs, depth)
            : Sequential(name, className, layers, depth);
    }

    private static ModelConfig Functional(string name, string className, JsonElement settings, JsonElement layers, JsonElement outputs, int depth)
    {
        IReadOnlyList<JsonElement> entries = layers.Items();
        CheckNames(name, entries.Select(Name));
        var names = entries.Select(Name).ToHashSet(StringComparer.Ordinal);
        var calls = new CallReader(names);
        LayerNode[] read = [.. entries.Select(e => Layer(e, calls.Read(Name(e), e.Find("inbound_nodes")), depth))];
        var model = new ModelConfig(name, className, read, Endpoints(settings.Find("input_layers")), Endpoints(outputs));
        return CallNumbers.Normalized(model);
    }

    private static ModelConfig Sequential(string name, string className, JsonElement layers, int depth)
    {
        IReadOnlyList<JsonElement> entries = layers.Items();
        if (entries.Count == 0)
            throw new ModelFormatException($"model '{name}' has no layers") { OpName = name };
        var read = new List<LayerNode>();
        if (ClassName(entries[0]) != "InputLayer")
            read.Add(ImpliedInput(name, entries[0]));
        foreach (JsonElement entry in entries)
        {
            LayerCall[] calls = read.Count == 0 ? [] : [new([new TensorArgument(new(read[^1].Name, 0, 0))], new Dictionary<string, Argument>(StringComparer.Ordinal))];
            read.Add(Layer(entry, calls, depth));
        }
        CheckNames(name, read.Select(l => l.Name));
        return new ModelConfig(name, className, read, One(read[0].Name), One(read[^1].Name));

        static Endpoints One(string layer) => new([new(layer, 0, 0)], [null]);
    }

    private static void CheckNames(string model, IEnumerable<string> layers)
    {
        if (layers.GroupBy(layer => layer, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            throw new ModelFormatException($"model '{model}' has several layers of the name '{twice.Key}'") { OpName = model };
    }

    // Keras 2 leaves the input out and says its shape with the first layer.
    private static LayerNode ImpliedInput(string model, JsonElement first)
    {
        JsonElement settings = first.Find("config") ?? default;
        while (IsModel(settings) && settings.Find("layers").Items() is [var inner, ..])
            settings = inner.Find("config") ?? default;
        return new LayerNode($"{model}_input", "InputLayer", null, settings, []);
    }

    private static LayerNode Layer(JsonElement entry, IReadOnlyList<LayerCall> calls, int depth)
    {
        string className = ClassName(entry) ?? throw new ModelFormatException($"a layer without a class: {entry.Brief()}");
        JsonElement settings = entry.Find("config") ?? default;
        ModelConfig? nested = IsModel(settings) || (className is "Sequential" && settings.ValueKind == JsonValueKind.Array) ? Read(entry, depth + 1) : null;
        return new LayerNode(Name(entry), className, entry.Text("module"), settings, calls) { Model = nested };
    }

    private static Endpoints Endpoints(JsonElement? element)
    {
        var tensors = new List<TensorReference>();
        var keys = new List<string?>();
        Add(element ?? default, null);
        return new(tensors, keys);

        void Add(JsonElement e, string? key)
        {
            if (e.Items() is [{ ValueKind: JsonValueKind.String } layer, { ValueKind: JsonValueKind.Number } call, { ValueKind: JsonValueKind.Number } output, ..])
            {
                tensors.Add(new(layer.GetString() ?? string.Empty, call.AsInteger() ?? -1, output.AsInteger() ?? -1));
                keys.Add(key);
            }
            else if (e.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty p in e.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                    Add(p.Value, p.Name);
            }
            else if (e.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement item in e.EnumerateArray())
                    Add(item, key);
            }
            else
            {
                throw new ModelFormatException($"inputs and outputs are listed as {e.Brief()}, which names no layers");
            }
        }
    }

    private static string Name(JsonElement entry) =>
        entry.Text("name") ?? entry.Find("config")?.Text("name") ?? throw new ModelFormatException($"a layer without a name: {entry.Brief()}");

    // A registered class is called package>class.
    private static string? ClassName(JsonElement entry)
    {
        string? name = entry.Text("class_name");
        return name?[(name.LastIndexOf('>') + 1)..];
    }

    private static UnsupportedModelException Code(string className) =>
        new($"the model is of class '{className}', whose graph is Python code that the file does not hold; export it as a SavedModel, or build it as a functional model", className);
}
