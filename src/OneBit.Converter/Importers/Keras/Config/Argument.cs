using System.Text.Json;

namespace OneBit.Converter.Keras;

/// <summary>What a layer is called with: a tree of tensors and plain values, as Python's arguments are.</summary>
internal abstract record Argument
{
    /// <summary>The tensors below, from left to right; those of a dictionary in the order of its sorted keys, as Keras flattens structures.</summary>
    public abstract IEnumerable<TensorReference> Tensors();
}

/// <summary>An output of a call of another layer.</summary>
internal sealed record TensorArgument(TensorReference Reference) : Argument
{
    /// <inheritdoc/>
    public override IEnumerable<TensorReference> Tensors() => [Reference];
}

/// <summary>A list or tuple with tensors in it.</summary>
internal sealed record ListArgument(IReadOnlyList<Argument> Items) : Argument
{
    /// <inheritdoc/>
    public override IEnumerable<TensorReference> Tensors() => Items.SelectMany(i => i.Tensors());
}

/// <summary>A dictionary with tensors in it.</summary>
internal sealed record DictionaryArgument(IReadOnlyDictionary<string, Argument> Items) : Argument
{
    /// <inheritdoc/>
    public override IEnumerable<TensorReference> Tensors() => Items.OrderBy(i => i.Key, StringComparer.Ordinal).SelectMany(i => i.Value.Tensors());
}

/// <summary>A value without tensors.</summary>
internal sealed record PlainArgument(JsonElement Value) : Argument
{
    /// <inheritdoc/>
    public override IEnumerable<TensorReference> Tensors() => [];
}

/// <summary>Output <paramref name="Output"/> of call <paramref name="Call"/> of layer <paramref name="Layer"/> of the same model.</summary>
internal readonly record struct TensorReference(string Layer, int Call, int Output);

/// <summary>One call of a layer: an inbound node.</summary>
internal sealed record LayerCall(IReadOnlyList<Argument> Arguments, IReadOnlyDictionary<string, Argument> Named)
{
    /// <summary>Every tensor that goes in.</summary>
    public IReadOnlyList<TensorReference> Tensors() =>
        [.. Arguments.Concat(Named.OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => n.Value)).SelectMany(a => a.Tensors())];
}
