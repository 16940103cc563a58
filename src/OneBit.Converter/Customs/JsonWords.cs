using System.Text.Json;

namespace OneBit.Converter;

/// <summary>JSON as messages quote it.</summary>
internal static class JsonWords
{
    private const int MaxLength = 60;

    /// <summary>The element's text, shortened.</summary>
    public static string Of(JsonElement json)
    {
        string text = string.Join(' ', json.GetRawText().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= MaxLength ? text : $"{text[..MaxLength]}…";
    }
}
