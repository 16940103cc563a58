using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using OneBit.IR;

namespace OneBit.Converter.Keras;

/// <summary>JSON as Python writes it: NaN and infinities may stand where numbers stand; they are read as the texts <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.</summary>
internal static class LenientJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    /// <summary>The root of a document.</summary>
    /// <exception cref="ModelFormatException">It is no JSON.</exception>
    public static JsonElement Parse(string file, string place, ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[3..];
        try
        {
            return Parse(utf8.ToArray());
        }
        catch (JsonException)
        {
        }
        try
        {
            return Parse(WithQuotedNumbers(utf8));
        }
        catch (JsonException e)
        {
            throw new ModelFormatException($"{file}: {place} is not JSON: {e.Message}", e) { File = file, TensorName = place };
        }
    }

    private static JsonElement Parse(byte[] utf8)
    {
        CheckTexts(utf8);
        using JsonDocument document = JsonDocument.Parse(utf8, Options);
        return document.RootElement.Clone();
    }

    // The document leaves texts as they are and throws later, when one is asked for that is none.
    private static void CheckTexts(byte[] utf8)
    {
        if (!Utf8.IsValid(utf8))
            throw new JsonException("its text is not UTF-8");
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = Options.MaxDepth });
        while (reader.Read())
        {
            if (!reader.ValueIsEscaped)
                continue;
            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException e)
            {
                throw new JsonException("an escaped text has half a character in it", e);
            }
        }
    }

    private static byte[] WithQuotedNumbers(ReadOnlySpan<byte> utf8)
    {
        var quoted = new List<byte>(utf8.Length + 64);
        bool inText = false;
        for (int i = 0; i < utf8.Length; i++)
        {
            ReadOnlySpan<byte> word = inText ? [] : WordAt(utf8[i..]);
            if (word.Length > 0)
            {
                quoted.AddRange([(byte)'"', .. word, (byte)'"']);
                i += word.Length - 1;
                continue;
            }
            quoted.Add(utf8[i]);
            if (inText && utf8[i] == (byte)'\\' && i + 1 < utf8.Length)
                quoted.Add(utf8[++i]);
            else if (utf8[i] == (byte)'"')
                inText = !inText;
        }
        return [.. quoted];
    }

    private static ReadOnlySpan<byte> WordAt(ReadOnlySpan<byte> text) =>
        text.StartsWith("NaN"u8) ? text[..3] : text.StartsWith("Infinity"u8) ? text[..8] : text.StartsWith("-Infinity"u8) ? text[..9] : [];
}
