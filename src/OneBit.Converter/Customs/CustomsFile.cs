using System.Text.Json;
using OneBit.IR;
using OneBit.Layers;

namespace OneBit.Converter;

/// <summary>
/// A JSON file that says what the custom quantizers, activations and layers of a model compute: <c>{"quantizers": {NAME: …}, "activations": {NAME: …}, "layers": {NAME: …}}</c>.
/// A quantizer has <c>threshold</c>, <c>strict</c>, <c>levels</c> [below, at or above] and <c>nan</c>, or <c>lsq</c>; an activation <c>clip</c>; a layer <c>channel_shuffle</c>, <c>affine</c>,
/// <c>fake_quant</c> or <c>clip</c>. Each value may be <c>{"config": KEY}</c> or <c>{"weight": NAME, "times": K}</c> of the object in the model.
/// </summary>
public static class CustomsFile
{
    private const long MaxBytes = 16 << 20;

    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    /// <summary>The objects in the file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ModelFormatException">It is no such file; the message names the object and the key.</exception>
    public static CustomObjects Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
            throw new ModelFormatException($"{path}: a file of custom objects has at most {MaxBytes >> 20} MiB") { File = path };
        return Parse(File.ReadAllBytes(path), path);
    }

    /// <summary>The objects in <paramref name="json"/>.</summary>
    /// <param name="json">UTF-8 text, with or without a byte order mark.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="ModelFormatException">It is no such text; the message names the object and the key.</exception>
    public static CustomObjects Parse(ReadOnlyMemory<byte> json, string name)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        try
        {
            using var document = JsonDocument.Parse(json.Span.StartsWith(mark) ? json[mark.Length..] : json, Options);
            return Read(document.RootElement.Clone(), name);
        }
        catch (JsonException e)
        {
            throw new ModelFormatException($"{name}: is no JSON file ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')})", e) { File = name };
        }
    }

    private static CustomObjects Read(JsonElement root, string name)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new ModelFormatException($"{name}: expected an object with quantizers, activations and layers, found {JsonWords.Of(root)}") { File = name };
        foreach (JsonProperty section in root.EnumerateObject())
        {
            if (section.Name is not ("quantizers" or "activations" or "layers"))
                throw new ModelFormatException($"{name}: expected quantizers, activations and layers, found '{section.Name}'") { File = name };
        }
        return new CustomObjects
        {
            Quantizers = Section(root, name, "quantizers", ReadQuantizer),
            Activations = Section(root, name, "activations", CustomLayers.ReadActivation),
            Layers = Section(root, name, "layers", CustomLayers.Read),
        };
    }

    private static Func<CustomObject, Quantizer> ReadQuantizer(CustomSource source, CustomMembers members) =>
        members.Find("lsq") is null ? CustomTwoLevel.Read(source, members).Create : CustomLsq.Read(source, members).Create;

    private static Dictionary<string, Func<CustomObject, T>> Section<T>(JsonElement root, string file, string section, Func<CustomSource, CustomMembers, Func<CustomObject, T>> read)
    {
        var objects = new Dictionary<string, Func<CustomObject, T>>(StringComparer.Ordinal);
        if (!root.TryGetProperty(section, out JsonElement members))
            return objects;
        if (members.ValueKind != JsonValueKind.Object)
            throw new ModelFormatException($"{file}: {section}: expected an object of names, found {JsonWords.Of(members)}") { File = file };
        foreach (JsonProperty member in members.EnumerateObject())
        {
            var source = new CustomSource(file, section[..^1], member.Name);
            if (member.Value.ValueKind != JsonValueKind.Object)
                throw source.Wrong("its description", "an object", JsonWords.Of(member.Value));
            objects.Add(member.Name, read(source, new CustomMembers(source, string.Empty, member.Value)));
        }
        return objects;
    }
}
