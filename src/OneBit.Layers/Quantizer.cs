using OneBit.IR;

namespace OneBit.Layers;

/// <summary>A quantizer by the name that Larq users know; it emits the op that computes its forward pass.</summary>
public abstract record Quantizer
{
    /// <summary>Q(x) at inference.</summary>
    /// <param name="graph">Where nodes are added.</param>
    /// <param name="x">float32 activations, or a latent kernel in Keras's layout with output channels last.</param>
    public abstract Value Emit(Graph graph, Value x);
}
