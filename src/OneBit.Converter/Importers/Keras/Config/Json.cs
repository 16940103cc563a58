using System.Text.Json;

namespace OneBit.Converter.Keras;

/// <summary>Questions to JSON that answer null where there is no such thing.</summary>
internal static class Json
{
    /// <summary>A property that is there and not null.</summary>
    public static JsonElement? Find(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement found) && found.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? found : null;

    /// <summary>A text property.</summary>
    public static string? Text(this JsonElement element, string name) => element.Find(name)?.AsText();

    /// <summary>The element's text, where it is one.</summary>
    public static string? AsText(this JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    /// <summary>The element's whole number, where it is one; Python may write it as 3.0.</summary>
    public static int? AsInteger(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Number)
            return null;
        if (element.TryGetInt32(out int whole))
            return whole;
        return element.TryGetDouble(out double d) && d == Math.Floor(d) && Math.Abs(d) < int.MaxValue ? (int)d : null;
    }

    /// <summary>The element's number, where it is one, or a text that stands for one.</summary>
    public static double? AsNumber(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.String => element.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => null,
        },
        _ => null,
    };

    /// <summary>The elements of a list; none where it is no list.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    /// <summary>The elements of a list; none where it is no list.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement element) => ((JsonElement?)element).Items();

    /// <summary>The start of the element's text, for messages.</summary>
    public static string Brief(this JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Undefined)
            return "nothing";
        string text = element.GetRawText();
        return text.Length <= 80 ? text : text[..77] + "...";
    }
}
