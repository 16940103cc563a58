using OneBit.Tensors;

namespace OneBit;

/// <summary>An input or output of a model. Dimensions that are not known before a session is made are <see cref="Shape.Unknown"/>.</summary>
/// <param name="Name">The tensor's name in the model.</param>
/// <param name="Element">Element type.</param>
/// <param name="Shape">Dimensions, outermost first.</param>
/// <param name="Quantization">What codes stand for; null where the elements are no codes.</param>
/// <param name="SignatureName">The name that the model's signature gives to callers, where it has one.</param>
public sealed record TensorInfo(string Name, DType Element, Shape Shape, Quantization? Quantization, string? SignatureName)
{
    /// <summary>True where <paramref name="name"/> is one of the names.</summary>
    public bool IsCalled(string name) => string.Equals(Name, name, StringComparison.Ordinal) || string.Equals(SignatureName, name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{SignatureName ?? Name}: {Element.Name()}{Shape}";
}
