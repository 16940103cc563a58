using OneBit.IR;

namespace OneBit.Converter;

/// <summary>A converted model.</summary>
/// <param name="Graph">What was written.</param>
/// <param name="Report">What became of each layer.</param>
/// <param name="Bytes">The .tflite file; empty where <see cref="ConvertOptions.StopAfter"/> stopped at a graph that the format cannot hold.</param>
public sealed record ConversionResult(Graph Graph, ConversionReport Report, ReadOnlyMemory<byte> Bytes);
