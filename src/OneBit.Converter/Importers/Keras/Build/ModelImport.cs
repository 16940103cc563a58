using System.Text.Json;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Converter.Keras;

/// <summary>The import of one model: read its configuration, find out what its layers are, emit them.</summary>
internal static class ModelImport
{
    /// <summary>Runs an import.</summary>
    /// <param name="root">The model's configuration.</param>
    /// <param name="isKeras3">True where Keras 3 wrote it.</param>
    /// <param name="weights">Where its weights lie; null where there are none.</param>
    /// <param name="options">What the user says.</param>
    /// <param name="cancellationToken">Checked before each layer.</param>
    /// <exception cref="ModelFormatException">The model is damaged.</exception>
    /// <exception cref="UnsupportedModelException">The model has what OneBit does not have.</exception>
    public static ImportedModel Run(JsonElement root, bool isKeras3, IWeightScope? weights, ImportOptions options, CancellationToken cancellationToken)
    {
        ModelConfig config = ModelReader.Read(root);
        var problems = new Problems();
        var notes = new List<string>();
        PreparedModel model = new ModelPreparer(options, isKeras3, problems, notes).Prepare(config, weights);
        var graph = new Graph(config.Name);
        IReadOnlyList<TensorType> types = ModelInputs.Of(config, options, problems);
        Value[] inputs = [.. types.Select((t, i) => graph.AddInput(t, config.Inputs.Tensors[i].Layer))];
        IReadOnlyList<Value?> outputs = Emit(new ModelEmitter(graph, problems, Progress(model, options), cancellationToken), model, inputs);
        problems.ThrowIfAny();
        Value[] results = [.. outputs.Select((o, i) => o ?? throw new ModelFormatException($"output {i} of the model, layer '{config.Outputs.Tensors[i].Layer}', has no value"))];
        if (results.Length == 0)
            throw new ModelFormatException($"model '{config.Name}' has no outputs") { OpName = config.Name };
        graph.SetOutputs(results);
        graph.Signatures.Add(new Signature("serving_default", Entries(config.Inputs), Entries(config.Outputs)));
        return new ImportedModel(graph, [.. model.Flattened().Select(Source)]) { Notes = [.. notes, .. Precision(model)] };
    }

    private static IReadOnlyList<Value?> Emit(ModelEmitter emitter, PreparedModel model, Value[] inputs)
    {
        try
        {
            return emitter.Emit(model, inputs);
        }
        catch (ModelFormatException e) when (OpenSizes.AreBehind(e, inputs))
        {
            throw OpenSizes.Explained(e, inputs);
        }
    }

    private static SourceLayer Source(PreparedLayer layer) => new(layer.Name, layer.Node.ClassName, layer.WeightBytes) { IsQuantized = layer.IsQuantized };

    private static IEnumerable<string> Precision(PreparedModel model)
    {
        string[] halves = [.. model.Flattened().Where(l => PolicyOf(l) is "mixed_float16" or "mixed_bfloat16" or "float16" or "bfloat16").Select(l => l.Name)];
        return halves.Length > 0 ? [$"{halves.Length} layers compute in 16-bit floats in Keras and in float32 here, '{halves[0]}' the first of them"] : [];
    }

    private static string? PolicyOf(PreparedLayer layer) => layer.Node.Settings.Text("dtype") ?? layer.Node.Settings.Find("dtype")?.Find("config")?.Text("name");

    // A name that is there twice is counted, as Keras does.
    private static SignatureEntry[] Entries(Endpoints endpoints)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var entries = new SignatureEntry[endpoints.Tensors.Count];
        for (int i = 0; i < entries.Length; i++)
        {
            string name = endpoints.Keys[i] ?? endpoints.Tensors[i].Layer;
            int before = counts.GetValueOrDefault(name);
            counts[name] = before + 1;
            entries[i] = new SignatureEntry(before == 0 ? name : $"{name}_{before}", i);
        }
        return entries;
    }

    private static Action Progress(PreparedModel model, ImportOptions options)
    {
        if (options.Progress is not { } progress)
            return () => { };
        int total = Math.Max(1, Calls(model));
        int done = 0;
        return () => progress.Report(Math.Min(1.0, (double)++done / total));

        static int Calls(PreparedModel model) => model.Layers.Sum(l => l.Node.Calls.Count * (1 + (l.Model is { } nested ? Calls(nested) : 0)));
    }
}
