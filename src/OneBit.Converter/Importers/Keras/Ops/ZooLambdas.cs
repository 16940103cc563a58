using System.Text.Json;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Converter.Keras;

/// <summary>
/// The <c>Lambda</c> layers of Larq Zoo. A model holds them as Python byte code, which nobody reads; they are known by their module, their names and what the code has closed over.
/// </summary>
internal static class ZooLambdas
{
    /// <summary>The function that a layer computes; null where it is none of these.</summary>
    public static Func<Graph, IReadOnlyList<Value>, IReadOnlyList<Value>>? Find(LayerNode layer)
    {
        string module = layer.Settings.Text("module") ?? string.Empty;
        if (!module.StartsWith("larq_zoo.", StringComparison.Ordinal) || layer.Settings.Find("function") is not { ValueKind: JsonValueKind.Array } code)
            return null;
        if (layer.Name.EndsWith("_out", StringComparison.Ordinal) && module.EndsWith("real_to_bin_nets", StringComparison.Ordinal))
            return (_, inputs) => inputs;
        if (layer.Name.EndsWith("_merge", StringComparison.Ordinal) && module.EndsWith("meliusnet", StringComparison.Ordinal))
            return (graph, inputs) => [Merge(graph, layer.Name, inputs)];
        return Closed(layer, code);
    }

    // TFOpLayer(function, *arguments, **named): its lambda has closed over [arguments, named, function], in alphabetical order of the variables.
    private static Func<Graph, IReadOnlyList<Value>, IReadOnlyList<Value>>? Closed(LayerNode layer, JsonElement code)
    {
        if (code.Items() is not [_, _, { ValueKind: JsonValueKind.Array } closure] || closure.Items() is not [{ ValueKind: JsonValueKind.Array } arguments, { ValueKind: JsonValueKind.Object } named, var function])
            return null;
        string? name = function.Find("config")?.AsText() ?? function.AsText();
        if (name is null || TensorFunctions.Find(name) is not { } compute)
            return null;
        return (graph, inputs) =>
        {
            Operand first = inputs.Count == 1 ? Tensor(inputs[0]) : new Operand(null, [.. inputs.Select(Tensor)], default);
            Operand[] positional = [first, .. arguments.Items().Select(Plain)];
            return compute(new OpCall(graph, layer.Name, name, positional, named.EnumerateObject().ToDictionary(p => p.Name, p => Plain(p.Value), StringComparer.Ordinal)));
        };

        static Operand Tensor(Value value) => new(value, null, default);
        static Operand Plain(JsonElement value) => new(null, null, value);
    }

    // MeliusNet's improvement: the new channels are added to the last ones.
    private static Value Merge(Graph graph, string layer, IReadOnlyList<Value> inputs)
    {
        if (inputs is not [var all, var last] || all.Type.Shape.Rank != 4 || last.Type.Shape.Rank != 4 || all.Type.Shape[3] < last.Type.Shape[3] || last.Type.Shape[3] < 1)
            throw new ModelFormatException($"layer '{layer}' merges {string.Join(" and ", inputs.Select(i => i.Type))}; the second should have fewer channels") { OpName = layer };
        int missing = all.Type.Shape[3] - last.Type.Shape[3];
        Value pads = graph.Emit(Literal.Of<int>([4, 2], [0, 0, 0, 0, 0, 0, missing, 0]));
        return graph.Emit(new Binary { Kind = BinaryKind.Add }, all, graph.Emit(new Pad(), last, pads));
    }
}
