using System.Text.Json;

namespace OneBit.Converter.Keras;

/// <summary>A layer as its model's configuration describes it.</summary>
/// <param name="Name">Its name in its model.</param>
/// <param name="ClassName">Its class without package or module: <c>QuantConv2D</c>.</param>
/// <param name="Module">The Python module of its class, where the file says so.</param>
/// <param name="Settings">Its <c>config</c>; undefined where there is none.</param>
/// <param name="Calls">Its calls, in the order in which others count them.</param>
internal sealed record LayerNode(string Name, string ClassName, string? Module, JsonElement Settings, IReadOnlyList<LayerCall> Calls)
{
    /// <summary>The model that this layer is, where it is one.</summary>
    public ModelConfig? Model { get; init; }

    /// <summary>True for the place where a model's input comes in.</summary>
    public bool IsInput => ClassName == "InputLayer";

    /// <summary>True for Keras 3's functions of tensors, which stand among the layers.</summary>
    public bool IsOperation => Module is not null && (Module.StartsWith("keras.src.ops", StringComparison.Ordinal) || Module.StartsWith("keras.ops", StringComparison.Ordinal));
}

/// <summary>A model as its configuration describes it: a graph of layers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ClassName">Its class: <c>Functional</c>, <c>Sequential</c>, or a class of the user's that is functional in its configuration.</param>
/// <param name="Layers">Its layers in Keras's order.</param>
/// <param name="Inputs">Where inputs come in.</param>
/// <param name="Outputs">Where outputs go out.</param>
internal sealed record ModelConfig(string Name, string ClassName, IReadOnlyList<LayerNode> Layers, Endpoints Inputs, Endpoints Outputs);

/// <summary>Inputs or outputs of a model, flattened in Keras's order, with the names that their structure gives them.</summary>
internal sealed record Endpoints(IReadOnlyList<TensorReference> Tensors, IReadOnlyList<string?> Keys);
