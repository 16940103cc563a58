using OneBit.IR;

namespace OneBit.Converter.Keras;

/// <summary>An order in which the calls of a model can be computed: the configuration's own wherever that is possible.</summary>
internal static class CallOrder
{
    /// <summary>The calls as (index of the layer, index of the call).</summary>
    /// <exception cref="ModelFormatException">A call reads what does not exist, or calls read each other in circles.</exception>
    public static IReadOnlyList<(int Layer, int Call)> Of(ModelConfig model)
    {
        Dictionary<string, int> indices = model.Layers.Select((l, i) => (l.Name, Index: i)).ToDictionary(l => l.Name, l => l.Index, StringComparer.Ordinal);
        var readers = new Dictionary<(int, int), List<(int, int)>>();
        var missing = new Dictionary<(int, int), int>();
        var ready = new PriorityQueue<(int Layer, int Call), (int, int)>();
        for (int layer = 0; layer < model.Layers.Count; layer++)
        {
            for (int call = 0; call < model.Layers[layer].Calls.Count; call++)
            {
                (int, int)[] sources = [.. model.Layers[layer].Calls[call].Tensors().Select(t => Source(model, indices, t)).Distinct().Where(s => !model.Layers[s.Layer].IsInput)];
                missing[(layer, call)] = sources.Length;
                foreach ((int, int) source in sources)
                {
                    if (!readers.TryGetValue(source, out List<(int, int)>? list))
                        readers[source] = list = [];
                    list.Add((layer, call));
                }
                if (sources.Length == 0)
                    ready.Enqueue((layer, call), (layer, call));
            }
        }
        var order = new List<(int Layer, int Call)>(missing.Count);
        while (ready.TryDequeue(out (int Layer, int Call) next, out _))
        {
            order.Add(next);
            foreach ((int, int) reader in readers.GetValueOrDefault(next) ?? [])
            {
                if (--missing[reader] == 0)
                    ready.Enqueue(reader, reader);
            }
        }
        return order.Count == missing.Count ? order : throw new ModelFormatException($"layers of model '{model.Name}' read each other in a circle") { OpName = model.Name };
    }

    private static (int Layer, int Call) Source(ModelConfig model, Dictionary<string, int> indices, TensorReference reference)
    {
        if (!indices.TryGetValue(reference.Layer, out int index))
            throw new ModelFormatException($"model '{model.Name}' has no layer '{reference.Layer}', which another one reads") { OpName = reference.Layer };
        LayerNode layer = model.Layers[index];
        return layer.IsInput || (reference.Call >= 0 && reference.Call < layer.Calls.Count)
            ? (index, layer.IsInput ? 0 : reference.Call)
            : throw new ModelFormatException($"layer '{reference.Layer}' of model '{model.Name}' has {layer.Calls.Count} calls, not one numbered {reference.Call}") { OpName = reference.Layer };
    }
}
