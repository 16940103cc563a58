using System.Text.Json;
using OneBit.Tensors;

namespace OneBit.Cli.Output;

/// <summary>Tensor descriptions as JSON.</summary>
internal static class TensorJson
{
    /// <summary>Name, type, shape and quantization of an input or output; unknown dimensions are -1.</summary>
    public static void Write(Utf8JsonWriter json, TensorInfo tensor)
    {
        json.WriteString("name", tensor.Name);
        if (tensor.SignatureName is not null)
            json.WriteString("signature_name", tensor.SignatureName);
        Write(json, new TensorType(tensor.Element, tensor.Shape, tensor.Quantization));
    }

    /// <summary>Type, shape and quantization.</summary>
    public static void Write(Utf8JsonWriter json, TensorType type)
    {
        json.WriteString("type", type.Element.Name());
        json.Integers("shape", type.Shape);
        if (type.Quantization is not { } quantization)
            return;
        json.WriteStartObject("quantization");
        json.WriteStartArray("scales");
        foreach (float scale in quantization.Scales)
            json.WriteNumberValue(scale);
        json.WriteEndArray();
        json.Integers("zero_points", quantization.ZeroPoints);
        if (quantization.IsPerChannel)
            json.WriteNumber("axis", quantization.Axis);
        json.WriteEndObject();
    }
}
