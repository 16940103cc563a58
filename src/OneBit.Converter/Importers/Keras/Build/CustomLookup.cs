using OneBit.IR;
using OneBit.Layers;
using OneBit.Tensors;

namespace OneBit.Converter.Keras;

/// <summary>Finds what the names of custom objects in one layer mean, and hands them their weights.</summary>
/// <param name="customs">What the user says.</param>
/// <param name="layer">The layer's name.</param>
/// <param name="stored">The layer's weights in the file.</param>
/// <param name="problems">Where unknown names go.</param>
/// <param name="notes">What the user should know.</param>
internal sealed class CustomLookup(CustomObjects customs, string layer, IStoredWeights? stored, Problems problems, ICollection<string> notes)
{
    private readonly Dictionary<string, Quantizer> quantizers = new(StringComparer.Ordinal);

    /// <summary>Bytes of weights that custom objects have read.</summary>
    public long WeightBytes { get; private set; }

    /// <summary>True where a quantizer was found.</summary>
    public bool HasQuantizer { get; private set; }

    /// <summary>The answers for <see cref="LayerConfig"/>.</summary>
    public ConfigContext Context(bool isKeras3) => new() { IsKeras3 = isKeras3, Quantizer = Quantizer, Activation = Activation };

    /// <summary>A custom layer, or null.</summary>
    public Layer? Layer(LayerNode node) =>
        customs.Layers.TryGetValue(node.ClassName, out Func<CustomObject, Layer>? create) ? Create(create, new NamedObject(node.ClassName, node.Settings), stored?.TakeAll() ?? []) : null;

    /// <summary>A custom quantizer or activation that stands as a layer, or null.</summary>
    public Layer? Function(LayerNode node)
    {
        var named = new NamedObject(node.ClassName, node.Settings);
        if (customs.Quantizers.TryGetValue(node.ClassName, out Func<CustomObject, Quantizer>? quantizer))
        {
            HasQuantizer = true;
            return new QuantizerLayer(Create(quantizer, named, stored?.TakeAll() ?? [])) { Name = node.Name };
        }
        return customs.Activations.TryGetValue(node.ClassName, out Func<CustomObject, Layer>? activation) ? Create(activation, named, []) : null;
    }

    private Quantizer? Quantizer(string key, NamedObject named)
    {
        if (quantizers.TryGetValue(key, out Quantizer? known))
            return known;
        bool isActivation = key.EndsWith("activation", StringComparison.Ordinal);
        if (customs.Quantizers.TryGetValue(named.Name, out Func<CustomObject, Quantizer>? create))
        {
            HasQuantizer = true;
            return quantizers[key] = Create(create, named, stored?.TakePart(key, named.Config.Text("name")) ?? []);
        }
        if (isActivation)
            return null;
        HasQuantizer = true;
        if (QuantizerTable.Find(named.Name) is not null)
            return null;
        problems.Add(layer, $"quantizer '{named.Name}'", $"say what it computes, for example --quantizer {named.Name}=threshold:0,levels:-1:1, or describe it in a file for --custom");
        return new SteSign();
    }

    private Layer? Activation(string key, NamedObject named) =>
        customs.Activations.TryGetValue(named.Name, out Func<CustomObject, Layer>? create) ? Create(create, named, stored?.TakePart(key, named.Config.Text("name")) ?? []) : null;

    private T Create<T>(Func<CustomObject, T> create, NamedObject named, IReadOnlyList<StoredWeight> weights)
    {
        Literal[] values = [.. weights.Select(w => w.Read())];
        WeightBytes += values.Sum(v => v.Type.SizeInBytes);
        if (weights.Count == 0 || weights[0].Scope.Length > 0 || !char.IsAsciiDigit(weights[0].Name[0]))
        {
            var byName = new Dictionary<string, Literal>(StringComparer.Ordinal);
            for (int i = 0; i < values.Length; i++)
                byName[weights[i].Name] = values[i];
            return create(new CustomObject(named.Name, named.Config, byName));
        }
        var byPosition = new PositionalWeights(values);
        T created = create(new CustomObject(named.Name, named.Config, byPosition));
        if (byPosition.Asked.Count > 1)
            notes.Add($"layer '{layer}': the file does not name the weights of '{named.Name}'; they are taken in this order: {string.Join(", ", byPosition.Asked)}");
        return created;
    }
}
