using OneBit.IR;

namespace OneBit.Converter;

/// <summary>A model as it was read.</summary>
/// <param name="Graph">Framework-level IR: latent weights are constants, quantizers are ops, nodes know their layers (<see cref="Node.Origins"/>).</param>
/// <param name="Layers">The layers in the model's order; those of nested models as <c>outer/inner</c>.</param>
public sealed record ImportedModel(Graph Graph, IReadOnlyList<SourceLayer> Layers)
{
    /// <summary>What the user should know about the reading of the file, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A layer of the user's model.</summary>
/// <param name="Name">The user's name for it; what <see cref="Node.Origins"/> holds.</param>
/// <param name="Type">Its class, such as <c>QuantConv2D</c>.</param>
/// <param name="WeightBytes">Bytes of its weights in the model, as float32.</param>
public sealed record SourceLayer(string Name, string Type, long WeightBytes)
{
    /// <summary>True where the layer has a quantizer for its inputs or its kernel.</summary>
    public bool IsQuantized { get; init; }
}
