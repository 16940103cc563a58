using System.Text.Json;

namespace OneBit.Cli.Images;

/// <summary>
/// How to feed pictures to a model and read what comes out: x = (pixel - mean) / std with pixels 0..255, names of the classes, kind of the outputs.
/// Read from <c>MODEL.json</c> beside <c>MODEL.tflite</c>; options of the command line come first.
/// </summary>
internal sealed record ModelCard
{
    /// <summary>Names of the classes, by index; null where there are none.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>One value, or one per channel; null where nothing was said.</summary>
    public IReadOnlyList<float>? Mean { get; init; }

    /// <summary>One value, or one per channel, none of them 0; null where nothing was said.</summary>
    public IReadOnlyList<float>? Std { get; init; }

    /// <summary>What comes out.</summary>
    public OutputKind Output { get; init; }

    /// <summary>The card beside <paramref name="model"/>; an empty one where there is none.</summary>
    /// <exception cref="InputException">There is one that cannot be understood.</exception>
    public static ModelCard Beside(string model)
    {
        string file = Path.ChangeExtension(model, ".json");
        if (!File.Exists(file))
            return new ModelCard();
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return Parse(file, document.RootElement);
        }
        catch (JsonException e)
        {
            throw new InputException($"{file}: is not JSON (line {e.LineNumber + 1}); correct or remove it", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: cannot be read ({FileErrors.Reason(e)})", e);
        }
    }

    private static ModelCard Parse(string file, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new InputException($"{file}: expected a JSON object with labels, mean, std and output");
        var card = new ModelCard();
        foreach (JsonProperty member in root.EnumerateObject())
        {
            card = member.Name switch
            {
                "labels" => card with { Labels = Strings(file, member) },
                "mean" => card with { Mean = Numbers(file, member) },
                "std" => card with { Std = Numbers(file, member) },
                "output" => card with { Output = Kind(file, member) },
                _ => card,
            };
        }
        return card;
    }

    private static OutputKind Kind(string file, JsonProperty member) => member.Value.ToString() switch
    {
        "logits" => OutputKind.Logits,
        "probabilities" => OutputKind.Probabilities,
        _ => throw Wrong(file, member, "\"logits\" or \"probabilities\""),
    };

    private static string[] Strings(string file, JsonProperty member)
    {
        if (member.Value.ValueKind != JsonValueKind.Array || member.Value.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.String))
            throw Wrong(file, member, "a list of strings");
        return [.. member.Value.EnumerateArray().Select(e => e.ToString())];
    }

    private static float[] Numbers(string file, JsonProperty member)
    {
        if (member.Value.ValueKind == JsonValueKind.Number)
            return [member.Value.GetSingle()];
        if (member.Value.ValueKind != JsonValueKind.Array || member.Value.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.Number))
            throw Wrong(file, member, "a number, or a list of one number per channel");
        return [.. member.Value.EnumerateArray().Select(e => e.GetSingle())];
    }

    private static InputException Wrong(string file, JsonProperty member, string expected) =>
        new($"{file}: {member.Name} is {member.Value.GetRawText()}; expected {expected}");
}
