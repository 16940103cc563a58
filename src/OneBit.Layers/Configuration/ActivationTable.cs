using OneBit.IR;

namespace OneBit.Layers;

/// <summary>Activations by the names of Keras, Larq and Larq Zoo. <c>linear</c> is no activation.</summary>
public static class ActivationTable
{
    /// <summary>The rows: from the name to a function of the activation's configuration.</summary>
    public static IReadOnlyDictionary<string, Func<LayerConfig, Layer>> Rows { get; } = new Dictionary<string, Func<LayerConfig, Layer>>(StringComparer.Ordinal)
    {
        ["linear"] = c => new Identity { Name = c.Layer },
        ["relu"] = Of(UnaryKind.Relu),
        ["relu6"] = Of(UnaryKind.Relu6),
        ["sigmoid"] = Of(UnaryKind.Logistic),
        ["tanh"] = Of(UnaryKind.Tanh),
        ["exponential"] = Of(UnaryKind.Exp),
        ["elu"] = Of(UnaryKind.Elu),
        ["gelu"] = Of(UnaryKind.Gelu),
        ["hard_swish"] = Of(UnaryKind.HardSwish),
        ["hard_silu"] = Of(UnaryKind.HardSwish),
        ["hard_tanh"] = Of(UnaryKind.ReluN1To1),
        ["leaky_tanh"] = Of(ComposedFunction.LeakyTanh),
        ["softmax"] = c => new Softmax { Name = c.Layer },
        ["log_softmax"] = c => new LogSoftmaxLayer { Name = c.Layer },
        ["leaky_relu"] = c => new LeakyReLU(0.2f) { Name = c.Layer },
        ["hard_sigmoid"] = c => new Composed(c.Context.IsKeras3 ? ComposedFunction.HardSigmoid6 : ComposedFunction.HardSigmoid) { Name = c.Layer },
        ["selu"] = Of(ComposedFunction.Selu),
        ["softplus"] = Of(ComposedFunction.Softplus),
        ["softsign"] = Of(ComposedFunction.Softsign),
        ["swish"] = Of(ComposedFunction.Swish),
        ["silu"] = Of(ComposedFunction.Swish),
        ["mish"] = Of(ComposedFunction.Mish),
        ["clip_by_value_activation"] = c => new Clip(0, 1) { Name = c.Layer },
    };

    /// <summary>The row of a name; null where there is none.</summary>
    public static Func<LayerConfig, Layer>? Find(string name) => Rows.GetValueOrDefault(name);

    private static Func<LayerConfig, Layer> Of(UnaryKind kind) => c => new Elementwise(kind) { Name = c.Layer };

    private static Func<LayerConfig, Layer> Of(ComposedFunction function) => c => new Composed(function) { Name = c.Layer };
}
