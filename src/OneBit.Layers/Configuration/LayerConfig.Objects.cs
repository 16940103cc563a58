using System.Collections.Immutable;
using OneBit.IR;

namespace OneBit.Layers;

/// <content>Keys whose values are sizes and named objects.</content>
public sealed partial class LayerConfig
{
    /// <summary>The size of a window in one dimension: <c>3</c> or <c>[3]</c>.</summary>
    /// <inheritdoc cref="Int" path="/exception"/>
    public int Length(string key, int? otherwise = null) => Sizes(key, 1) is [var length] ? length : otherwise ?? throw Missing(key);

    /// <summary>Height and width: <c>3</c> or <c>[3, 3]</c>.</summary>
    /// <inheritdoc cref="Int" path="/exception"/>
    public Size2D Size(string key, Size2D? otherwise = null) => Sizes(key, 2) is [var height, var width] ? new(height, width) : otherwise ?? throw Missing(key);

    /// <summary>Depth, height and width: <c>3</c> or <c>[3, 3, 3]</c>.</summary>
    /// <inheritdoc cref="Int" path="/exception"/>
    public Size3D Volume(string key, Size3D? otherwise = null) =>
        Sizes(key, 3) is [var depth, var height, var width] ? new(depth, height, width) : otherwise ?? throw Missing(key);

    /// <summary>Treatment of the border.</summary>
    /// <inheritdoc cref="Int" path="/exception"/>
    public BorderMode Border(string key = "padding", BorderMode otherwise = BorderMode.Valid) => Has(key) ? Text(key) switch
    {
        "valid" => BorderMode.Valid,
        "same" => BorderMode.Same,
        "causal" => BorderMode.Causal,
        _ => throw Wrong(key, "\"valid\", \"same\" or \"causal\""),
    }
        : otherwise;

    /// <summary>Refuses configurations with channels first: the IR has channels last.</summary>
    /// <exception cref="UnsupportedModelException">The layout is another one.</exception>
    public void ChannelsLast()
    {
        if (Text("data_format", "channels_last") != "channels_last")
            throw Unsupported("data_format");
    }

    /// <summary>A quantizer; null where there is none.</summary>
    /// <exception cref="UnsupportedModelException">The name is neither a custom one nor in <see cref="QuantizerTable"/>.</exception>
    public Quantizer? Quantizer(string key)
    {
        if (Named(key) is not { } named)
            return null;
        return FindQuantizer(key, named) ?? throw Unsupported(key);
    }

    /// <summary>An activation: a function, a layer without weights, or a quantizer; null for none and for <c>linear</c>.</summary>
    /// <exception cref="UnsupportedModelException">The name is neither a custom one nor in the tables.</exception>
    public Layer? Activation(string key = "activation")
    {
        if (Named(key) is not { } named || named.Name == "linear")
            return null;
        if (context.Activation(key, named) is { } custom)
            return custom;
        if (ActivationTable.Find(named.Name) is { } activation)
            return activation(Of(named));
        if (FindQuantizer(key, named) is { } quantizer)
            return new QuantizerLayer(quantizer) { Name = layer };
        return LayerTable.Activations.TryGetValue(named.Name, out Func<LayerConfig, Layer>? create) ? create(Of(named)) : throw Unsupported(key);
    }

    private Quantizer? FindQuantizer(string key, NamedObject named) =>
        context.Quantizer(key, named) ?? QuantizerTable.Find(named.Name)?.Invoke(Of(named));

    private NamedObject? Named(string key) => Find(key) is not { } value ? null : NamedObject.From(value) ?? throw Wrong(key, "a name or an object with a class_name");

    private ImmutableArray<int> Sizes(string key, int count)
    {
        ImmutableArray<int> sizes = Ints(key);
        if (sizes.Length == 1 && count > 1)
            sizes = [.. Enumerable.Repeat(sizes[0], count)];
        return sizes.Length == 0 || (sizes.Length == count && sizes.All(s => s >= 1)) ? sizes : throw Wrong(key, $"{count} positive integers");
    }
}
