using OneBit.Layers;

namespace OneBit.Converter;

/// <summary>
/// What the names of custom objects in a model file mean: the files name code and do not hold it. Values may come from the object's own configuration or weights. Immutable.
/// </summary>
public sealed record CustomObjects
{
    /// <summary>No custom objects.</summary>
    public static CustomObjects None { get; } = new();

    /// <summary>Quantizers by class or function name.</summary>
    public IReadOnlyDictionary<string, Func<CustomObject, Quantizer>> Quantizers { get; init; } = new Dictionary<string, Func<CustomObject, Quantizer>>(StringComparer.Ordinal);

    /// <summary>Activation functions by name.</summary>
    public IReadOnlyDictionary<string, Func<CustomObject, Layer>> Activations { get; init; } = new Dictionary<string, Func<CustomObject, Layer>>(StringComparer.Ordinal);

    /// <summary>Layers by class name.</summary>
    public IReadOnlyDictionary<string, Func<CustomObject, Layer>> Layers { get; init; } = new Dictionary<string, Func<CustomObject, Layer>>(StringComparer.Ordinal);

    /// <summary>These objects and <paramref name="others"/>, which win where a name is in both.</summary>
    public CustomObjects With(CustomObjects others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return new CustomObjects
        {
            Quantizers = Merge(Quantizers, others.Quantizers),
            Activations = Merge(Activations, others.Activations),
            Layers = Merge(Layers, others.Layers),
        };
    }

    private static Dictionary<string, T> Merge<T>(IReadOnlyDictionary<string, T> ours, IReadOnlyDictionary<string, T> theirs)
    {
        var merged = new Dictionary<string, T>(ours, StringComparer.Ordinal);
        foreach ((string name, T value) in theirs)
            merged[name] = value;
        return merged;
    }
}
