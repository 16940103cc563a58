namespace OneBit.Converter.Keras;

/// <summary>
/// Keras 2 counts the calls of a model in a model from 1 (0 is the model's own graph), all other calls from 0. Here all count from 0.
/// </summary>
internal static class CallNumbers
{
    /// <summary>The same model with calls that count from 0.</summary>
    public static ModelConfig Normalized(ModelConfig model)
    {
        var callCounts = model.Layers.Where(l => l.Model is not null).ToDictionary(l => l.Name, l => l.Calls.Count, StringComparer.Ordinal);
        if (callCounts.Count == 0)
            return model;
        IEnumerable<TensorReference> references = model.Layers.SelectMany(l => l.Calls).SelectMany(c => c.Tensors()).Concat(model.Outputs.Tensors);
        var late = references.Where(r => callCounts.TryGetValue(r.Layer, out int calls) && r.Call == calls).Select(r => r.Layer).ToHashSet(StringComparer.Ordinal);
        if (late.Count == 0)
            return model;
        return model with
        {
            Layers = [.. model.Layers.Select(l => l with { Calls = [.. l.Calls.Select(Call)] })],
            Outputs = model.Outputs with { Tensors = [.. model.Outputs.Tensors.Select(Tensor)] },
        };

        TensorReference Tensor(TensorReference r) => late.Contains(r.Layer) ? r with { Call = r.Call - 1 } : r;

        LayerCall Call(LayerCall call) => new(
            [.. call.Arguments.Select(Moved)],
            call.Named.ToDictionary(n => n.Key, n => Moved(n.Value), StringComparer.Ordinal));

        Argument Moved(Argument argument) => argument switch
        {
            TensorArgument t => new TensorArgument(Tensor(t.Reference)),
            ListArgument l => new ListArgument([.. l.Items.Select(Moved)]),
            DictionaryArgument d => new DictionaryArgument(d.Items.ToDictionary(i => i.Key, i => Moved(i.Value), StringComparer.Ordinal)),
            _ => argument,
        };
    }
}
