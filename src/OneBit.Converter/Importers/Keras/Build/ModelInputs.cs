using System.Text.Json;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Converter.Keras;

/// <summary>The types of a model's inputs: those of its configuration, with dimensions fixed as the user says.</summary>
internal static class ModelInputs
{
    private static readonly Dictionary<string, DType> Types = new(StringComparer.Ordinal)
    {
        ["float32"] = DType.Float32,
        ["float16"] = DType.Float32,
        ["bfloat16"] = DType.Float32,
        ["float64"] = DType.Float32,
        ["int8"] = DType.Int8,
        ["uint8"] = DType.UInt8,
        ["int32"] = DType.Int32,
        ["int64"] = DType.Int64,
        ["bool"] = DType.Bool,
    };

    /// <summary>One type per input, in the model's order.</summary>
    /// <exception cref="ModelFormatException">An input has no shape, or the user's shapes are not the model's.</exception>
    public static IReadOnlyList<TensorType> Of(ModelConfig model, ImportOptions options, Problems problems)
    {
        IReadOnlyList<Shape>? given = options.InputShapes;
        int count = model.Inputs.Tensors.Count;
        if (count == 0)
            throw new ModelFormatException($"model '{model.Name}' has no inputs") { OpName = model.Name };
        if (given is not null && given.Count != count)
            throw new ModelFormatException($"the model has {count} input{(count == 1 ? string.Empty : "s")}, and {given.Count} shape{(given.Count == 1 ? " is" : "s are")} given") { Expected = $"{count}", Actual = $"{given.Count}" };
        return [.. model.Inputs.Tensors.Select((t, i) => Batched(Type(Layer(model, t.Layer), given?[i], problems), options.Batch))];
    }

    private static TensorType Batched(TensorType type, int? batch) =>
        batch is { } size && type.Shape.Rank > 0 && type.Shape[0] == Shape.Unknown ? type with { Shape = type.Shape.With(0, size) } : type;

    private static LayerNode Layer(ModelConfig model, string name) =>
        model.Layers.FirstOrDefault(l => l.Name == name && l.IsInput) ?? throw new ModelFormatException($"model '{model.Name}' has no input '{name}'") { OpName = name };

    private static TensorType Type(LayerNode input, Shape? given, Problems problems)
    {
        JsonElement settings = input.Settings;
        if (settings.Find("ragged") is { ValueKind: JsonValueKind.True } || settings.Find("sparse") is { ValueKind: JsonValueKind.True })
            problems.Add(input.Name, "a sparse or ragged input", "feed it as a dense tensor");
        string name = settings.Text("dtype") ?? settings.Find("dtype")?.Find("config")?.Text("name") ?? "float32";
        name = name.StartsWith("mixed_", StringComparison.Ordinal) ? "float32" : name;
        if (!Types.TryGetValue(name, out DType element))
            problems.Add(input.Name, $"an input of {name}", "convert it before the model");
        Shape? own = Own(input);
        return new TensorType(element, given is { } shape ? Fixed(input.Name, own, shape) : own ?? throw new ModelFormatException($"input '{input.Name}' has no shape in the model; give one (--input-shape)") { OpName = input.Name });
    }

    private static Shape? Own(LayerNode input)
    {
        JsonElement? listed = input.Settings.Find("batch_input_shape") ?? input.Settings.Find("batch_shape");
        if (listed is { ValueKind: JsonValueKind.Object } wrapped)
            listed = wrapped.Find("items") ?? listed;
        if (listed is not { ValueKind: JsonValueKind.Array } dimensions)
            return null;
        var shape = new List<int>();
        foreach (JsonElement dimension in dimensions.EnumerateArray())
        {
            shape.Add(dimension.ValueKind == JsonValueKind.Null ? Shape.Unknown
                : dimension.AsInteger() is >= 0 and var size ? size
                : throw new ModelFormatException($"input '{input.Name}' has the shape {dimensions.Brief()}") { OpName = input.Name });
        }
        return [.. shape];
    }

    private static Shape Fixed(string input, Shape? own, Shape given)
    {
        bool fits = own is not { } shape || (shape.Rank == given.Rank && shape.Zip(given).All(d => d.First == Shape.Unknown || d.First == d.Second));
        return fits ? given : throw new ModelFormatException($"input '{input}' has the shape {own}, and {given} is given") { OpName = input, Expected = $"{own}", Actual = $"{given}" };
    }
}
