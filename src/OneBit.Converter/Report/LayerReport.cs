using System.Text.Json;
using OneBit.Passes;

namespace OneBit.Converter;

/// <summary>What computes a layer's weights in the converted model.</summary>
public enum LayerKind
{
    /// <summary>Nothing: the layer has none, or was folded away.</summary>
    None,

    /// <summary>Bits.</summary>
    Binary,

    /// <summary>8-bit codes.</summary>
    Int8,

    /// <summary>Floats.</summary>
    Float,
}

/// <summary>What became of one layer.</summary>
/// <param name="Name">The user's name for it.</param>
/// <param name="Type">Its class.</param>
public sealed record LayerReport(string Name, string Type)
{
    /// <summary>How its weights are computed with.</summary>
    public LayerKind Kind { get; init; }

    /// <summary>True where the layer runs on bits.</summary>
    public bool IsBinarized => Kind == LayerKind.Binary;

    /// <summary>True where the imported layer has a kernel of two or more levels.</summary>
    public bool HasBinaryWeights { get; init; }

    /// <summary>True where the inputs of the imported layer come from a quantizer.</summary>
    public bool HasQuantizedInputs { get; init; }

    /// <summary>The other layers that went into the same ops, in the model's order.</summary>
    public IReadOnlyList<string> Fused { get; init; } = [];

    /// <summary>Why a layer with binary weights or inputs is not binarized; null for all others.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Bytes of its weights in the model, as float32.</summary>
    public long BytesBefore { get; init; }

    /// <summary>Bytes of the constants that stem from it in the converted model.</summary>
    public long BytesAfter { get; init; }

    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteString("name", Name);
        json.WriteString("type", Type);
        json.WriteBoolean("binarized", IsBinarized);
        json.WriteString("kind", Words.Of(Kind));
        json.WriteStartArray("fused");
        foreach (string layer in Fused)
            json.WriteStringValue(layer);
        json.WriteEndArray();
        json.WriteString("reason_code", Refusal?.Code);
        json.WriteString("reason", Refusal?.Reason);
        json.WriteString("advice", Refusal?.Advice);
        json.WriteNumber("bytes_before", BytesBefore);
        json.WriteNumber("bytes_after", BytesAfter);
    }
}
