using System.Text.Json;
using OneBit.IR;

namespace OneBit.Converter.Keras;

/// <summary>
/// Reads inbound nodes. Keras 2 writes <c>[["layer", call, output, {named}], ...]</c>, with tensors among the named arguments as <c>["layer", call, output]</c>;
/// Keras 3 writes <c>{"args": [...], "kwargs": {...}}</c> with <c>__keras_tensor__</c> objects.
/// </summary>
internal sealed class CallReader(IReadOnlySet<string> layers)
{
    private static readonly IReadOnlyDictionary<string, Argument> None = new Dictionary<string, Argument>(StringComparer.Ordinal);

    /// <summary>The calls of a layer.</summary>
    /// <exception cref="ModelFormatException">The nodes are none.</exception>
    public IReadOnlyList<LayerCall> Read(string layer, JsonElement? nodes) =>
        [.. nodes.Items().Select(n => n.ValueKind == JsonValueKind.Object && n.Find("args") is { } args ? Keras3(args, n.Find("kwargs")) : Keras2(layer, n))];

    private LayerCall Keras3(JsonElement args, JsonElement? named) => new(
        [.. args.Items().Select(Tree)],
        named is { ValueKind: JsonValueKind.Object } object3 ? Dictionary(object3, Tree) : None);

    private LayerCall Keras2(string layer, JsonElement node)
    {
        var named = new Dictionary<string, Argument>(StringComparer.Ordinal);
        Argument argument = node.ValueKind == JsonValueKind.Object ? new DictionaryArgument(Dictionary(node, n => Entry(layer, n, named))) :
            IsEntry(node) ? Entry(layer, node, named) :
            new ListArgument([.. node.Items().Select(n => Entry(layer, n, named))]);
        return new([argument], named);
    }

    // Each tensor of a call repeats the call's named arguments.
    private Argument Entry(string layer, JsonElement entry, Dictionary<string, Argument> named)
    {
        if (!IsEntry(entry))
        {
            return entry.ValueKind == JsonValueKind.Array
                ? new ListArgument([.. entry.Items().Select(e => Entry(layer, e, named))])
                : throw new ModelFormatException($"layer '{layer}': {entry.Brief()} is no tensor") { OpName = layer };
        }
        IReadOnlyList<JsonElement> parts = entry.Items();
        if (parts.Count > 3 && parts[3].ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in parts[3].EnumerateObject())
                named[property.Name] = Tree(property.Value);
        }
        return parts[0].GetString() is "_CONSTANT_VALUE"
            ? new PlainArgument(parts[2])
            : new TensorArgument(new(parts[0].GetString() ?? string.Empty, parts[1].AsInteger() ?? -1, parts[2].AsInteger() ?? -1));
    }

    private static bool IsEntry(JsonElement node) =>
        node.Items() is [{ ValueKind: JsonValueKind.String }, { ValueKind: JsonValueKind.Number }, _, ..];

    private Argument Tree(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when element.Text("class_name") is "__keras_tensor__":
                IReadOnlyList<JsonElement> history = element.Find("config")?.Find("keras_history").Items() ?? [];
                return history is [var layer, var call, var output] && layer.AsText() is { } name
                    ? new TensorArgument(new(name, call.AsInteger() ?? -1, output.AsInteger() ?? -1))
                    : throw new ModelFormatException($"{element.Brief()} does not say which layer the tensor comes from");
            case JsonValueKind.Object when element.Find("class_name") is null:
                Dictionary<string, Argument> items = Dictionary(element, Tree);
                return items.Values.All(v => v is PlainArgument) ? new PlainArgument(element) : new DictionaryArgument(items);
            case JsonValueKind.Array:
                if (element.Items() is [{ ValueKind: JsonValueKind.String } first, { ValueKind: JsonValueKind.Number } second, { ValueKind: JsonValueKind.Number } third, ..]
                    && layers.Contains(first.GetString() ?? string.Empty))
                    return new TensorArgument(new(first.GetString() ?? string.Empty, second.AsInteger() ?? -1, third.AsInteger() ?? -1));
                if (element.GetArrayLength() == 0 || element[0].ValueKind == JsonValueKind.Number)
                    return new PlainArgument(element);
                Argument[] list = [.. element.Items().Select(Tree)];
                return list.All(i => i is PlainArgument) ? new PlainArgument(element) : new ListArgument(list);
            default:
                return new PlainArgument(element);
        }
    }

    private static Dictionary<string, Argument> Dictionary(JsonElement element, Func<JsonElement, Argument> read)
    {
        var items = new Dictionary<string, Argument>(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
            items[property.Name] = read(property.Value);
        return items;
    }
}
