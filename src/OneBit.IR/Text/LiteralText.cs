using System.Runtime.InteropServices;
using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Short constants as text: a list, a bare scalar, or <c>splat(value)</c> where all elements are one.</summary>
internal static class LiteralText
{
    /// <summary>The text, or null where the constant is too long for its line.</summary>
    public static string? Format(Literal literal, int maxElements)
    {
        DType type = literal.Type.Element;
        ReadOnlySpan<byte> bytes = literal.Bytes.Span;
        long count = literal.Type.StoredElementCount;
        if (type == DType.Bits)
            return Signs(literal, maxElements) ?? (count <= maxElements ? Words(literal) : null);
        if (count <= maxElements)
        {
            var elements = new string[count];
            for (int i = 0; i < elements.Length; i++)
                elements[i] = ScalarText.Format(type, bytes, i);
            return literal.Type.Shape.Rank == 0 ? elements[0] : $"[{string.Join(", ", elements)}]";
        }
        int size = type.SizeInBytes();
        return bytes[size..].SequenceEqual(bytes[..^size]) ? $"splat({ScalarText.Format(type, bytes, 0)})" : null;
    }

    /// <summary>Channels of a row of bits and the words that it takes.</summary>
    public static (int Channels, int Words) Row(Shape shape) => shape.Rank == 0 ? (1, 1) : (shape[^1], BitLayout.Words(shape[^1]));

    private static string? Signs(Literal literal, int maxElements)
    {
        (int channels, int words) = Row(literal.Type.Shape);
        if (literal.Type.Shape.Rank == 0 || literal.Type.Shape.ElementCount > maxElements)
            return null;
        ReadOnlySpan<uint> bits = MemoryMarshal.Cast<byte, uint>(literal.Bytes.Span);
        var signs = new List<string>();
        for (int row = 0; row < bits.Length; row += words)
        {
            if ((bits[row + words - 1] & ~BitLayout.TailMask(channels)) != 0)
                return null;
            for (int c = 0; c < channels; c++)
                signs.Add(((bits[row + (c / BitLayout.WordBits)] >> (c % BitLayout.WordBits)) & 1) == 0 ? "1" : "-1");
        }
        return $"[{string.Join(", ", signs)}]";
    }

    private static string Words(Literal literal)
    {
        var words = new string[literal.Type.StoredElementCount];
        for (int i = 0; i < words.Length; i++)
            words[i] = ScalarText.Format(DType.Bits, literal.Bytes.Span, i);
        return $"[{string.Join(", ", words)}]";
    }
}
