using System.Collections.Immutable;
using System.Text.Json;
using OneBit.IR;

namespace OneBit.Layers;

/// <summary>The configuration of a layer or quantizer as Keras writes it. A key that is absent or null has its default; without one, and for a value of the wrong kind, an error names layer and key.</summary>
/// <param name="layer">The layer's name in its model.</param>
/// <param name="type">Its class.</param>
/// <param name="config">The configuration; may be undefined, then everything is at its default.</param>
/// <param name="context">What the configuration does not say itself.</param>
public sealed partial class LayerConfig(string layer, string type, JsonElement config, ConfigContext context)
{
    /// <summary>The layer's name in its model.</summary>
    public string Layer => layer;

    /// <summary>Its class.</summary>
    public string Type => type;

    /// <summary>What the configuration does not say itself.</summary>
    public ConfigContext Context => context;

    /// <summary>True where the key is there and not null.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>True where the key is there and null.</summary>
    public bool IsNull(string key) => config.ValueKind == JsonValueKind.Object && config.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Null;

    /// <summary>The value of a key; undefined where it is absent or null. Tuples and arrays that Keras 3 wraps are unwrapped.</summary>
    public JsonElement Raw(string key) => Find(key) ?? default;

    /// <summary>An integer.</summary>
    /// <exception cref="ModelFormatException">The key is required and absent, or holds something else.</exception>
    public int Int(string key, int? otherwise = null) =>
        Find(key) is { } value ? Integer(key, value) : otherwise ?? throw Missing(key);

    /// <summary>An integer of at least 1.</summary>
    /// <inheritdoc cref="Int" path="/exception"/>
    public int Count(string key, int? otherwise = null) => Int(key, otherwise) is >= 1 and var count ? count : throw Wrong(key, "1 or more");

    /// <summary>A float, rounded from what JSON says in double as Python does.</summary>
    /// <inheritdoc cref="Int" path="/exception"/>
    public float Float(string key, float? otherwise = null) =>
        Find(key) is { } value ? Number(key, value) : otherwise ?? throw Missing(key);

    /// <summary>A float that may be null.</summary>
    /// <inheritdoc cref="Int" path="/exception"/>
    public float? OptionalFloat(string key) => Find(key) is { } value ? Number(key, value) : null;

    /// <summary>A truth value.</summary>
    /// <inheritdoc cref="Int" path="/exception"/>
    public bool Bool(string key, bool? otherwise = null) => Find(key) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        null => otherwise ?? throw Missing(key),
        _ => throw Wrong(key, "true or false"),
    };

    /// <summary>A string.</summary>
    /// <inheritdoc cref="Int" path="/exception"/>
    public string Text(string key, string? otherwise = null) => Find(key) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString() ?? string.Empty,
        null => otherwise ?? throw Missing(key),
        _ => throw Wrong(key, "a string"),
    };

    /// <summary>A list of integers; a single one is a list of one; empty where the key is absent.</summary>
    /// <inheritdoc cref="Int" path="/exception"/>
    public ImmutableArray<int> Ints(string key) => Find(key) is not { } value ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => Integer(key, item))]
        : [Integer(key, value)];

    /// <summary>A list of floats, nested lists flattened; a single one is a list of one; empty where the key is absent.</summary>
    /// <inheritdoc cref="Int" path="/exception"/>
    public ImmutableArray<float> Floats(string key)
    {
        var values = ImmutableArray.CreateBuilder<float>();
        if (Find(key) is { } value)
            Flatten(key, value, values);
        return values.ToImmutable();
    }

    /// <summary>A configuration that stands under a key, such as that of a quantizer.</summary>
    public LayerConfig Of(NamedObject named) => new(layer, named.Name, named.Config, context);

    /// <summary>The error that a key holds something else than <paramref name="expected"/>.</summary>
    public ModelFormatException Wrong(string key, string expected)
    {
        string actual = Find(key) is { } value ? Shortened(value.GetRawText()) : "nothing";
        return new($"layer '{layer}' ({type}): {key} has to be {expected}, not {actual}") { OpName = type, Expected = expected, Actual = actual };
    }

    /// <summary>The error that a key asks for something that OneBit does not have.</summary>
    public UnsupportedModelException Unsupported(string key)
    {
        string actual = Find(key) is { } value ? Shortened(value.GetRawText()) : "nothing";
        return new($"layer '{layer}' ({type}): {key} = {actual} is not supported", $"{type} with {key} = {actual}") { OpName = type };
    }

    private ModelFormatException Missing(string key) => new($"layer '{layer}' ({type}) has no {key}") { OpName = type, Expected = key };

    private JsonElement? Find(string key)
    {
        if (config.ValueKind != JsonValueKind.Object || !config.TryGetProperty(key, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("class_name", out JsonElement name) || name.ValueKind != JsonValueKind.String)
            return value;
        if (name.ValueEquals("__tuple__") && value.TryGetProperty("items", out JsonElement items))
            return items;
        return name.ValueEquals("__numpy__") && value.TryGetProperty("config", out JsonElement inner) && inner.ValueKind == JsonValueKind.Object && inner.TryGetProperty("value", out JsonElement array)
            ? array
            : value;
    }

    private int Integer(string key, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            if (value.TryGetInt32(out int integer))
                return integer;
            double number = value.GetDouble();
            if (number == Math.Truncate(number) && Math.Abs(number) <= int.MaxValue)
                return (int)number;
        }
        throw Wrong(key, "an integer");
    }

    private float Number(string key, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? (float)value.GetDouble() : throw Wrong(key, "a number");

    private void Flatten(string key, JsonElement value, ImmutableArray<float>.Builder values)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            values.Add(Number(key, value));
            return;
        }
        foreach (JsonElement item in value.EnumerateArray())
            Flatten(key, item, values);
    }

    private static string Shortened(string json) => json.Length <= 80 ? json : json[..80] + "…";
}
