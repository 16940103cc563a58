using System.Text.Json;

namespace OneBit.Converter;

/// <summary>Looks into the configuration that a model holds for a custom object.</summary>
internal static class CustomConfig
{
    /// <summary>The member <paramref name="member"/>.</summary>
    /// <exception cref="IR.ModelFormatException">The object has none of that name.</exception>
    public static JsonElement Find(CustomSource source, string key, CustomObject instance, string member)
    {
        if (instance.Config.ValueKind != JsonValueKind.Object)
            throw source.Wrong(key, $"'{member}' in the object's configuration in the model", "no configuration");
        return instance.Config.TryGetProperty(member, out JsonElement value)
            ? value
            : throw source.Wrong(key, $"'{member}' in the object's configuration in the model", string.Join(", ", instance.Config.EnumerateObject().Select(p => p.Name)));
    }
}
