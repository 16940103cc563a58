using System.Text.Json;
using OneBit.IR;
using OneBit.Passes;

namespace OneBit.Converter;

/// <summary>What became of a model.</summary>
public sealed record ConversionReport
{
    /// <summary>Who is to run it.</summary>
    public ConversionTarget Target { get; init; }

    /// <summary>From the first byte read to the last one made.</summary>
    public double Seconds { get; init; }

    /// <summary>Size of the .tflite file.</summary>
    public long Bytes { get; init; }

    /// <summary>The layers in the model's order.</summary>
    public IReadOnlyList<LayerReport> Layers { get; init; } = [];

    /// <summary>Multiplications with their additions in the converted model, by the kind of arithmetic.</summary>
    public Macs Macs { get; init; }

    /// <summary>Which inputs keep open dimensions, what that costs and how to fix them, in one sentence; null where all are fixed.</summary>
    public string? OpenSizes { get; init; }

    /// <summary>What the user should know about the reading of the file, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Layers with binary weights that stay float or int8.</summary>
    public IEnumerable<LayerReport> Unbinarized => Layers.Where(layer => layer is { HasBinaryWeights: true, IsBinarized: false, Kind: not LayerKind.None });

    /// <summary>Writes the members of a JSON object: target, seconds, bytes, layers, totals, open_sizes (null where all are fixed), notes.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString("target", Words.Of(Target));
        json.WriteNumber("seconds", Math.Round(Seconds, 6));
        json.WriteNumber("bytes", Bytes);
        json.WriteStartArray("layers");
        foreach (LayerReport layer in Layers)
        {
            json.WriteStartObject();
            layer.WriteTo(json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("totals");
        json.WriteNumber("binary_macs", Macs.Binary);
        json.WriteNumber("int8_macs", Macs.Int8);
        json.WriteNumber("float_macs", Macs.Float);
        json.WriteEndObject();
        json.WriteString("open_sizes", OpenSizes);
        json.WriteStartArray("notes");
        foreach (string note in Notes)
            json.WriteStringValue(note);
        json.WriteEndArray();
    }
}
