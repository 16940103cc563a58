namespace OneBit.Tensors;

/// <summary>
/// What a tensor is: element type, shape and, for codes of an affine quantization, its parameters.
/// The shape of <see cref="DType.Bits"/> counts true channels, not words.
/// </summary>
public sealed record TensorType(DType Element, Shape Shape, Quantization? Quantization = null)
{
    /// <summary>Number of stored elements: words for <see cref="DType.Bits"/>.</summary>
    /// <exception cref="OverflowException">The product does not fit in 64 bits.</exception>
    public long StoredElementCount => StoredShape.ElementCount;

    /// <summary>Size in bytes.</summary>
    /// <exception cref="OverflowException">The product does not fit in 64 bits.</exception>
    public long SizeInBytes => checked(StoredElementCount * Element.SizeInBytes());

    /// <summary>The shape in memory: for <see cref="DType.Bits"/> the last dimension is counted in 32-bit words.</summary>
    public Shape StoredShape =>
        Element == DType.Bits && Shape.Rank > 0 && Shape[^1] != Shape.Unknown ? Shape.With(Shape.Rank - 1, BitLayout.Words(Shape[^1])) : Shape;

    /// <summary>As in <c>f32[1,28,28,1]</c>.</summary>
    public override string ToString() => Element.Name() + Shape;
}
