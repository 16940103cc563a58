using OneBit.IR;
using OneBit.Layers;
using OneBit.Tensors;

namespace OneBit.Converter.Keras;

/// <summary>Puts the weights of a layer into the graph, once, however often the layer is called.</summary>
internal static class LayerWeights
{
    /// <summary>The weights of a layer for inputs of these shapes.</summary>
    /// <exception cref="ModelFormatException">A weight is missing, has another shape, or there are more of them.</exception>
    public static IReadOnlyList<Value> Of(Graph graph, PreparedLayer prepared, Layer layer, IReadOnlyList<Value> inputs)
    {
        if (prepared.Weights is { } known)
            return known;
        IReadOnlyList<WeightSpec> wanted = layer.Weights([.. inputs.Select(i => i.Type.Shape)]);
        IReadOnlyList<StoredWeight?> stored = prepared.Stored?.Take([.. wanted.Select(w => w.Name)]) ?? new StoredWeight?[wanted.Count];
        var values = new Value[wanted.Count];
        for (int i = 0; i < values.Length; i++)
        {
            Literal literal = Read(prepared, wanted[i], stored[i]);
            prepared.WeightBytes += literal.Type.SizeInBytes;
            values[i] = graph.Emit(literal, $"{prepared.Name}/{wanted[i].Name}");
        }
        if (prepared.Stored?.Left is { Count: > 0 } left && prepared.Node.ClassName != "Normalization")
            throw Wrong(prepared, string.Join(", ", left), $"{wanted.Count} weights", $"{wanted.Count + left.Count}");
        return prepared.Weights = values;
    }

    private static Literal Read(PreparedLayer prepared, WeightSpec wanted, StoredWeight? stored)
    {
        if (stored is null)
        {
            string actual = prepared.Stored is null ? "no file of weights (--weights FILE)" : "no such weight";
            throw Wrong(prepared, wanted.Name, $"{wanted.Shape}", actual);
        }
        Shape found = stored.Shape;
        return found == wanted.Shape ? stored.Read() : throw Wrong(prepared, wanted.Name, $"{wanted.Shape}", $"{found}");
    }

    private static ModelFormatException Wrong(PreparedLayer prepared, string weight, string expected, string actual) =>
        new($"layer '{prepared.Name}' ({prepared.Node.ClassName}), weight {weight}: expected {expected}, found {actual}") { OpName = prepared.Node.ClassName, TensorName = $"{prepared.Name}/{weight}", Expected = expected, Actual = actual };
}
