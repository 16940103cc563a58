using System.Text.Json;

namespace OneBit.Converter;

/// <summary>The members of one object in a file of custom objects; what is missing or unknown is named with its place.</summary>
/// <param name="path">Key of the object itself within the custom object; empty for the custom object.</param>
internal sealed class CustomMembers(CustomSource source, string path, JsonElement json)
{
    /// <summary>Refuses every member that is not among <paramref name="known"/>.</summary>
    public void Only(params ReadOnlySpan<string> known)
    {
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (!known.Contains(member.Name))
                throw source.Wrong(KeyOf(member.Name), $"only the keys {string.Join(", ", known.ToArray())}", "this one");
        }
    }

    /// <summary>The full key of a member.</summary>
    public string KeyOf(string member) => path.Length == 0 ? member : $"{path}.{member}";

    /// <summary>A member that may be absent.</summary>
    public JsonElement? Find(string member) => json.TryGetProperty(member, out JsonElement value) ? value : null;

    /// <summary>A member that may not.</summary>
    public JsonElement Get(string member) => Find(member) ?? throw source.Wrong(KeyOf(member), "this key", "none");

    /// <summary>A value in any of its spellings.</summary>
    public CustomValue Value(string member) => CustomValue.Read(source, KeyOf(member), Get(member));

    /// <summary>Two values.</summary>
    public (CustomValue First, CustomValue Second) Pair(string member)
    {
        JsonElement list = Get(member);
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() != 2)
            throw source.Wrong(KeyOf(member), "a list of two values", JsonWords.Of(list));
        return (CustomValue.Read(source, KeyOf(member), list[0]), CustomValue.Read(source, KeyOf(member), list[1]));
    }

    /// <summary>A flag, false where it is absent.</summary>
    public CustomFlag Flag(string member) =>
        Find(member) is { } value ? CustomFlag.Read(source, KeyOf(member), value) : new CustomFlag(source, KeyOf(member), Value: false, Member: null);

    /// <summary>A text that is not empty.</summary>
    public string Text(string member)
    {
        JsonElement value = Get(member);
        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : throw source.Wrong(KeyOf(member), "a text", JsonWords.Of(value));
    }

    /// <summary>A number that is written out.</summary>
    public float Number(JsonElement value, string member) =>
        value.ValueKind == JsonValueKind.Number && float.IsFinite(value.GetSingle()) ? value.GetSingle() : throw source.Wrong(KeyOf(member), "a finite number", JsonWords.Of(value));

    /// <summary>The members of an object.</summary>
    public CustomMembers Object(string member)
    {
        JsonElement value = Get(member);
        return value.ValueKind == JsonValueKind.Object ? new CustomMembers(source, KeyOf(member), value) : throw source.Wrong(KeyOf(member), "an object", JsonWords.Of(value));
    }
}
