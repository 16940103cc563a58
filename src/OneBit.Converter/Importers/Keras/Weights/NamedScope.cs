using OneBit.IR;

namespace OneBit.Converter.Keras;

/// <summary>
/// Keras 2's layout: a group per layer of the outermost model, whose attribute <c>weight_names</c> lists the weights in order, trainable ones first; those of a model in the model lie together in its group.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="root">Path of the group with a group per layer.</param>
internal sealed class NamedScope(Hdf5File file, string root) : IWeightScope
{
    /// <summary>Where that layout begins in a file: in a whole model or in weights alone; null where the file has another layout.</summary>
    public static string? RootOf(Hdf5File file) =>
        file.Names("/model_weights", "layer_names") is not null ? "/model_weights" : file.Names("/", "layer_names") is not null ? "/" : null;

    /// <inheritdoc/>
    public IStoredWeights Layer(ModelConfig model, int index) => new NamedWeights(Group(model.Layers[index].Name), layer: null);

    /// <inheritdoc/>
    public IWeightScope Model(ModelConfig model, int index) => new NestedScope(Group(model.Layers[index].Name));

    private List<StoredWeight> Group(string layer)
    {
        string group = $"{root.TrimEnd('/')}/{layer}";
        return [.. (file.Names(group, "weight_names") ?? []).Select(name => Weight(group, name))];
    }

    private DatasetWeight Weight(string group, string name)
    {
        int end = name.LastIndexOf(':');
        string full = end < 0 ? name : name[..end];
        int slash = full.LastIndexOf('/');
        string path = $"{group}/{name}";
        return file.HasDataset(path)
            ? new DatasetWeight(file, path, full[(slash + 1)..], slash < 0 ? string.Empty : full[..slash])
            : throw new ModelFormatException($"{file.Name}: the weight {path} is listed and not there") { File = file.Name, TensorName = path };
    }

    private sealed class NestedScope(List<StoredWeight> weights) : IWeightScope
    {
        public IStoredWeights Layer(ModelConfig model, int index) => new NamedWeights(weights, model.Layers[index].Name);

        public IWeightScope Model(ModelConfig model, int index) => this;
    }
}
