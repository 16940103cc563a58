using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>A building block by the name that Keras and Larq users know: its configuration, the weights that it owns, and the framework-level IR that it stands for.</summary>
public abstract record Layer
{
    /// <summary>Name of the layer in its model.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The weights for inputs of these shapes, in the order in which Keras lists them: trainable ones first. Kernels are in Keras's layout (HWIO).</summary>
    /// <exception cref="ModelFormatException">The layer does not fit the inputs.</exception>
    public virtual IReadOnlyList<WeightSpec> Weights(IReadOnlyList<Shape> inputs) => [];

    /// <summary>Adds the layer to a graph, at inference: latent weights stay latent, each quantizer is an op.</summary>
    /// <param name="graph">Where nodes are added.</param>
    /// <param name="inputs">One value per input of the layer.</param>
    /// <param name="weights">One value per row of <see cref="Weights"/>; the same values for every use of a shared layer.</param>
    /// <returns>One value per output.</returns>
    public abstract IReadOnlyList<Value> Emit(Graph graph, IReadOnlyList<Value> inputs, IReadOnlyList<Value> weights);
}

/// <summary>A weight: the last part of its Keras name (<c>kernel</c>, <c>gamma</c>) and its shape.</summary>
/// <param name="Name">Name without layer and without <c>:0</c>.</param>
/// <param name="Shape">Shape as Keras stores it.</param>
/// <param name="Trainable">Whether Keras lists it among the trainable weights.</param>
public sealed record WeightSpec(string Name, Shape Shape, bool Trainable = true);
