using System.Text.Json;
using OneBit.Tensors;

namespace OneBit.Converter;

/// <summary>A custom object as a model file holds it.</summary>
/// <param name="Name">Class or function name.</param>
/// <param name="Config">Its configuration; undefined where there is none.</param>
/// <param name="Weights">Its own weights by the last part of their names.</param>
public sealed record CustomObject(string Name, JsonElement Config, IReadOnlyDictionary<string, Literal> Weights);
