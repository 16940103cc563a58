using System.Runtime.InteropServices;

namespace OneBit.Tensors;

/// <summary>A tensor with its values: immutable, little endian, row-major; possibly a view of a mapped file, so without any alignment.</summary>
public sealed class Literal
{
    /// <summary>A literal over <paramref name="bytes"/>, which must not change afterwards.</summary>
    /// <exception cref="ArgumentException">The number of bytes is not what <paramref name="type"/> needs.</exception>
    public Literal(TensorType type, ReadOnlyMemory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (bytes.Length != type.SizeInBytes)
            throw new ArgumentException($"{type} needs {type.SizeInBytes} bytes, there are {bytes.Length}");
        Type = type;
        Bytes = bytes;
    }

    /// <summary>Element type, shape, quantization.</summary>
    public TensorType Type { get; }

    /// <summary>The values as they lie in memory.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>A literal of <paramref name="values"/>, which are copied.</summary>
    public static Literal Of<T>(Shape shape, ReadOnlySpan<T> values)
        where T : unmanaged => Of(new TensorType(DTypes.Of<T>(), shape), values);

    /// <summary>A vector of <paramref name="values"/>.</summary>
    public static Literal Vector<T>(params ReadOnlySpan<T> values)
        where T : unmanaged => Of([values.Length], values);

    /// <summary>A single value, rank 0.</summary>
    public static Literal Scalar<T>(T value)
        where T : unmanaged => Of(Shape.Scalar, [value]);

    /// <summary>A literal of type <paramref name="type"/> with <paramref name="values"/>, which are copied.</summary>
    /// <exception cref="ArgumentException">The elements are of another type, or not as many as the shape has.</exception>
    public static Literal Of<T>(TensorType type, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.Element.ClrType() != typeof(T))
            throw new ArgumentException($"{typeof(T).Name} values for a tensor of {type.Element.Name()}");
        return new Literal(type, MemoryMarshal.AsBytes(values).ToArray());
    }

    /// <summary>The values; <see cref="DType.Bits"/> as <see cref="uint"/> words.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        if (Type.Element.ClrType() != typeof(T))
            throw new InvalidOperationException($"the tensor has {Type.Element.Name()} elements, not {typeof(T).Name}");
        return MemoryMarshal.Cast<byte, T>(Bytes.Span);
    }

    /// <summary>The same values under another type of the same size.</summary>
    public Literal As(TensorType type) => new(type, Bytes);

    /// <summary>Same type and same bytes.</summary>
    public bool ContentEquals(Literal other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Type == other.Type && Bytes.Span.SequenceEqual(other.Bytes.Span);
    }

    /// <inheritdoc/>
    public override string ToString() => Type.ToString();
}
