using OneBit.IR;
using OneBit.Layers;

namespace OneBit.Converter.Keras;

/// <summary>Adds the calls of a model to a graph, in order. A call whose layer is not supported leaves a gap, so that all gaps of a model are found.</summary>
internal sealed class ModelEmitter(Graph graph, Problems problems, Action called, CancellationToken cancellationToken)
{
    /// <summary>Adds a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">One value per input; null where there is a gap.</param>
    /// <returns>One value per output; null where there is a gap.</returns>
    /// <exception cref="ModelFormatException">A layer does not fit its inputs or its weights.</exception>
    public IReadOnlyList<Value?> Emit(PreparedModel model, IReadOnlyList<Value?> inputs)
    {
        var results = new Dictionary<(string Layer, int Call), IReadOnlyList<Value?>>();
        for (int i = 0; i < model.Config.Inputs.Tensors.Count; i++)
            results[(model.Config.Inputs.Tensors[i].Layer, 0)] = [inputs[i]];
        foreach ((int layer, int call) in CallOrder.Of(model.Config))
        {
            cancellationToken.ThrowIfCancellationRequested();
            PreparedLayer prepared = model.Layers[layer];
            LayerCall arguments = prepared.Node.Calls[call];
            results[(prepared.Node.Name, call)] = prepared.Model is { } nested ? Nested(prepared, nested, arguments, results) : Layer(prepared, arguments, results);
            called();
        }
        return [.. model.Config.Outputs.Tensors.Select(t => Find(results, t))];
    }

    private IReadOnlyList<Value?> Nested(PreparedLayer prepared, PreparedModel nested, LayerCall call, Dictionary<(string Layer, int Call), IReadOnlyList<Value?>> results)
    {
        Value?[] inputs = [.. call.Tensors().Select(t => Find(results, t))];
        int wanted = nested.Config.Inputs.Tensors.Count;
        return inputs.Length == wanted
            ? Emit(nested, inputs)
            : throw new ModelFormatException($"model '{prepared.Name}' has {wanted} inputs and is called with {inputs.Length}") { OpName = prepared.Name };
    }

    private IReadOnlyList<Value?> Layer(PreparedLayer prepared, LayerCall call, Dictionary<(string Layer, int Call), IReadOnlyList<Value?>> results)
    {
        Value?[] inputs = [.. call.Tensors().Select(t => Find(results, t))];
        if (Array.Exists(inputs, i => i is null))
            return [];
        graph.Origins = [prepared.Name];
        int before = graph.Nodes.Count;
        try
        {
            IReadOnlyList<Value> outputs = prepared.Function is { } function ? function(graph, call, t => Find(results, t) ?? throw Gap(t)) :
                prepared.Layer is { } layer ? layer.Emit(graph, inputs!, LayerWeights.Of(graph, prepared, layer, inputs!)) : [];
            Name(prepared.Name, outputs, before);
            return outputs;
        }
        catch (UnsupportedModelException e)
        {
            problems.Add(prepared.Name, e.Unsupported.Count > 0 ? string.Join(", ", e.Unsupported) : e.Message);
            return [];
        }
        catch (Exception e) when (e is ModelFormatException { File: null } or OverflowException or ArgumentException)
        {
            string place = $"layer '{prepared.Name}' ({prepared.Node.ClassName})";
            if (e.Message.StartsWith($"layer '{prepared.Name}'", StringComparison.Ordinal))
                throw;
            throw new ModelFormatException($"{place}: {WithoutParameter(e)}", e) { OpName = prepared.Node.ClassName };
        }
        finally
        {
            graph.Origins = [];
        }
    }

    // Values that come from elsewhere, such as those of a layer that does nothing, keep their names.
    private void Name(string layer, IReadOnlyList<Value> outputs, int before)
    {
        if (graph.Nodes.Count == before)
            return;
        var added = graph.Nodes.Skip(before).ToHashSet();
        for (int i = 0; i < outputs.Count; i++)
        {
            if (outputs[i].Producer is { } producer && added.Contains(producer))
                outputs[i].Name ??= i == 0 ? layer : $"{layer}:{i}";
        }
    }

    // Null stands for a gap: a call that is not supported has no results.
    private static Value? Find(Dictionary<(string Layer, int Call), IReadOnlyList<Value?>> results, TensorReference reference)
    {
        if (!results.TryGetValue((reference.Layer, reference.Call), out IReadOnlyList<Value?>? values))
            throw new ModelFormatException($"an output of layer '{reference.Layer}' is read, call {reference.Call}, and there is no such call") { OpName = reference.Layer };
        if (values.Count == 0)
            return null;
        return reference.Output >= 0 && reference.Output < values.Count
            ? values[reference.Output]
            : throw new ModelFormatException($"layer '{reference.Layer}' has {values.Count} outputs, not one numbered {reference.Output}") { OpName = reference.Layer };
    }

    // " (Parameter 'x')" is for programmers.
    private static string WithoutParameter(Exception e) =>
        e is ArgumentException { ParamName: { } parameter } && e.Message.IndexOf($" (Parameter '{parameter}')", StringComparison.Ordinal) is > 0 and var end ? e.Message[..end] : e.Message;

    private static ModelFormatException Gap(TensorReference reference) => new($"layer '{reference.Layer}' has no output {reference.Output}");
}
