namespace OneBit.Layers;

/// <summary>What a configuration does not say itself: which Keras wrote it, and what the names in it stand for where the tables of this library do not know them.</summary>
public sealed record ConfigContext
{
    /// <summary>True for models of Keras 3: batch normalizations are computed in another order, <c>hard_sigmoid</c> is another function.</summary>
    public bool IsKeras3 { get; init; }

    /// <summary>Custom quantizers, asked first: the key of the configuration (<c>input_quantizer</c>) and the object; null where the name is not a custom one.</summary>
    public Func<string, NamedObject, Quantizer?> Quantizer { get; init; } = (_, _) => null;

    /// <summary>Custom activations, asked first; null where the name is not a custom one.</summary>
    public Func<string, NamedObject, Layer?> Activation { get; init; } = (_, _) => null;
}
