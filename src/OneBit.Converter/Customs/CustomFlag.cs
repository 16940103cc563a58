using System.Text.Json;

namespace OneBit.Converter;

/// <summary>Yes or no: written out, or out of the object's configuration.</summary>
/// <param name="Member">The member of the configuration; null where the value is written out.</param>
internal sealed record CustomFlag(CustomSource Source, string Key, bool Value, string? Member)
{
    /// <summary>True where the value is known without the object.</summary>
    public bool IsFixed => Member is null;

    /// <summary>Reads either spelling.</summary>
    /// <exception cref="IR.ModelFormatException">It is neither.</exception>
    public static CustomFlag Read(CustomSource source, string key, JsonElement json)
    {
        if (json.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return new CustomFlag(source, key, json.GetBoolean(), Member: null);
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("config", out _))
            throw source.Wrong(key, "true, false or {\"config\": KEY}", JsonWords.Of(json));
        var members = new CustomMembers(source, key, json);
        members.Only("config");
        return new CustomFlag(source, key, Value: false, members.Text("config"));
    }

    /// <summary>The value.</summary>
    /// <exception cref="IR.ModelFormatException">The configuration does not have it.</exception>
    public bool Of(CustomObject instance)
    {
        if (Member is null)
            return Value;
        JsonElement json = CustomConfig.Find(Source, Key, instance, Member);
        return json.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? json.GetBoolean()
            : throw Source.Wrong(Key, $"true or false as '{Member}' of the object's configuration", JsonWords.Of(json));
    }
}
