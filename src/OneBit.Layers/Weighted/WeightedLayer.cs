using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>
/// A layer that multiplies inputs with kernels: y = activation(Σ k(w)·q(x) + bias), where q is the input quantizer and k the kernel's.
/// Larq's <c>Quant…</c> layers are these with quantizers set; there are no others. Padding comes after q.
/// </summary>
public abstract record WeightedLayer : Layer
{
    /// <summary>q; null for the identity.</summary>
    public Quantizer? InputQuantizer { get; init; }

    /// <summary>Whether there is a bias.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>What comes last: a layer of one input without weights; null for the identity.</summary>
    public Layer? Activation { get; init; }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<Shape> inputs)
    {
        Shape input = this.One(inputs);
        IEnumerable<WeightSpec> kernels = Kernels(input).Select(k => new WeightSpec(k.Name, k.Shape));
        return UseBias ? [.. kernels, new WeightSpec("bias", BiasShape(input))] : [.. kernels];
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Value> Emit(Graph graph, IReadOnlyList<Value> inputs, IReadOnlyList<Value> weights)
    {
        Value x = this.One(inputs);
        IReadOnlyList<KernelSpec> specs = Kernels(x.Type.Shape);
        Value[] kernels = [.. specs.Select((spec, i) => spec.Quantizer?.Emit(graph, weights[i]) ?? weights[i])];
        Value sum = Sum(graph, InputQuantizer?.Emit(graph, x) ?? x, kernels, UseBias ? weights[specs.Count] : null);
        return Activation?.Emit(graph, [sum], []) ?? [sum];
    }

    /// <summary>The kernels for an input of this shape, in Keras's order.</summary>
    private protected abstract IReadOnlyList<KernelSpec> Kernels(Shape input);

    /// <summary>Shape of the bias for an input of this shape.</summary>
    private protected abstract Shape BiasShape(Shape input);

    /// <summary>The linear map: kernels in Keras's layout, quantized.</summary>
    private protected abstract Value Sum(Graph graph, Value x, IReadOnlyList<Value> kernels, Value? bias);
}

/// <summary>A kernel: the last part of its Keras name, its shape as Keras stores it, and what quantizes it.</summary>
internal readonly record struct KernelSpec(string Name, Shape Shape, Quantizer? Quantizer);
