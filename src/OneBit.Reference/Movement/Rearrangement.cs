using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>The flat position in the input of the element that goes to <paramref name="index"/> of the result; −1 where none does.</summary>
internal delegate int SourceOf(ReadOnlySpan<int> index);

/// <summary>Ops that move elements without looking at them.</summary>
internal static class Rearrangement
{
    /// <summary>y[index] = x[from(index)], or <paramref name="fill"/> where from gives −1.</summary>
    /// <param name="input">x.</param>
    /// <param name="type">Type of y; its elements are those of x.</param>
    /// <param name="from">Where elements come from.</param>
    /// <param name="fill">Bytes of one element; none: zeros.</param>
    public static Literal Apply(Literal input, TensorType type, SourceOf from, ReadOnlySpan<byte> fill = default)
    {
        int size = type.Element.SizeInBytes();
        byte[] result = new byte[type.SizeInBytes];
        ReadOnlySpan<byte> source = input.Bytes.Span;
        int[] index = new int[type.Shape.Rank];
        for (int i = 0; i < result.Length; i += size, Indices.Advance(index, type.Shape))
        {
            int at = from(index);
            if (at >= 0)
                source.Slice(at * size, size).CopyTo(result.AsSpan(i));
            else if (!fill.IsEmpty)
                fill.CopyTo(result.AsSpan(i));
        }
        return new Literal(type, result);
    }

    /// <summary>The flat position of <paramref name="index"/>.</summary>
    public static int Flat(ReadOnlySpan<int> index, ReadOnlySpan<int> strides)
    {
        int at = 0;
        for (int d = 0; d < index.Length; d++)
            at += index[d] * strides[d];
        return at;
    }
}
