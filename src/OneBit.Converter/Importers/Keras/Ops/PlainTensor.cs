using System.Text.Json;
using OneBit.Tensors;

namespace OneBit.Converter.Keras;

/// <summary>Numbers in JSON, nested as the dimensions are, as a tensor.</summary>
internal static class PlainTensor
{
    /// <summary>The tensor; null where it is ragged, holds something else, or the element type is not one of numbers and bool.</summary>
    public static Literal? Read(JsonElement element, DType type)
    {
        var dimensions = new List<int>();
        for (JsonElement e = element; e.ValueKind == JsonValueKind.Array; e = e[0])
        {
            dimensions.Add(e.GetArrayLength());
            if (dimensions[^1] == 0 || dimensions.Count > 8)
                return null;
        }
        var values = new List<double>();
        if (!Collect(element, 0, dimensions, values))
            return null;
        Shape shape = [.. dimensions];
        return type switch
        {
            DType.Float32 => Literal.Of<float>(shape, [.. values.Select(v => (float)v)]),
            DType.Int32 => Literal.Of<int>(shape, [.. values.Select(v => (int)v)]),
            DType.Int64 => Literal.Of<long>(shape, [.. values.Select(v => (long)v)]),
            DType.Bool => Literal.Of<bool>(shape, [.. values.Select(v => v != 0)]),
            _ => null,
        };
    }

    private static bool Collect(JsonElement element, int depth, List<int> dimensions, List<double> values)
    {
        if (depth < dimensions.Count)
            return element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == dimensions[depth] && element.EnumerateArray().All(e => Collect(e, depth + 1, dimensions, values));
        double? value = element.ValueKind switch
        {
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            _ => element.AsNumber(),
        };
        if (value is { } number)
            values.Add(number);
        return value is not null;
    }
}
