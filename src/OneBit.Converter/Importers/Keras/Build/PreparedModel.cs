using OneBit.IR;
using OneBit.Layers;

namespace OneBit.Converter.Keras;

/// <summary>A model whose layers are known.</summary>
/// <param name="Config">Its configuration.</param>
/// <param name="Layers">Its layers, as many and in the order of the configuration.</param>
internal sealed record PreparedModel(ModelConfig Config, IReadOnlyList<PreparedLayer> Layers)
{
    /// <summary>The layers, those of models in place of the models.</summary>
    public IEnumerable<PreparedLayer> Flattened() => Layers.SelectMany(l => l.Model is { } model ? model.Flattened() : [l]);
}

/// <summary>A layer whose computation is known. One of <see cref="Model"/>, <see cref="Layer"/> and <see cref="Function"/> is there; none for an input, and where it is not supported.</summary>
internal sealed class PreparedLayer(LayerNode node, string name)
{
    /// <summary>Its configuration.</summary>
    public LayerNode Node => node;

    /// <summary>Its name, with those of the models that it is in: <c>outer/inner</c>.</summary>
    public string Name => name;

    /// <summary>The model that it is.</summary>
    public PreparedModel? Model { get; init; }

    /// <summary>The layer.</summary>
    public Layer? Layer { get; init; }

    /// <summary>A function of the call, its operands computed.</summary>
    public Func<Graph, LayerCall, Func<TensorReference, Value>, IReadOnlyList<Value>>? Function { get; init; }

    /// <summary>Its weights in the file; null where there is no file.</summary>
    public IStoredWeights? Stored { get; init; }

    /// <summary>Its weights in the graph, as soon as it has been called.</summary>
    public IReadOnlyList<Value>? Weights { get; set; }

    /// <summary>Bytes of its weights.</summary>
    public long WeightBytes { get; set; }

    /// <summary>True where it quantizes its inputs or its kernel.</summary>
    public bool IsQuantized { get; init; }
}
