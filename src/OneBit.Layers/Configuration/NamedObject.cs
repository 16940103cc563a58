using System.Text.Json;

namespace OneBit.Layers;

/// <summary>An object that a configuration names: a quantizer, an activation, a layer class. The configuration holds its name and perhaps its own configuration, never its code.</summary>
/// <param name="Name">Class or function name without its package (<c>Larq&gt;SteSign</c> is <c>SteSign</c>).</param>
/// <param name="Config">Its configuration; of kind <see cref="JsonValueKind.Undefined"/> where there is none.</param>
public readonly record struct NamedObject(string Name, JsonElement Config)
{
    /// <summary>
    /// Reads every spelling of Keras: <c>"ste_sign"</c>, <c>{"class_name": "SteSign", "config": {…}}</c>,
    /// and for functions <c>{"class_name": "function", "config": "name"}</c>. Null for JSON's null and for what is none of these.
    /// </summary>
    public static NamedObject? From(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            return new NamedObject(WithoutPackage(value.GetString()), default);
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("class_name", out JsonElement type) || type.ValueKind != JsonValueKind.String)
            return null;
        bool hasConfig = value.TryGetProperty("config", out JsonElement config);
        return hasConfig && config.ValueKind == JsonValueKind.String
            ? new NamedObject(WithoutPackage(config.GetString()), default)
            : new NamedObject(WithoutPackage(type.GetString()), config);
    }

    /// <summary>A registered name without its package: what stands behind the last <c>&gt;</c>.</summary>
    public static string WithoutPackage(string? name)
    {
        string given = name ?? string.Empty;
        return given[(given.LastIndexOf('>') + 1)..];
    }
}
