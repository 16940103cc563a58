using System.Runtime.InteropServices;
using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Reads constants: a type, then a list, a scalar, <c>splat</c>, <c>uniform</c>, <c>signs</c>, <c>base64</c> or the name of one of the section at the end.</summary>
internal sealed class LiteralParser(TokenStream tokens, IReadOnlyDictionary<string, byte[]> named)
{
    // A short text must not fill the memory: values made by formula are limited over the whole text.
    private long generatedBytesLeft = 1L << 28;

    public Literal Parse()
    {
        Token start = tokens.Current;
        TensorType type = TypeParser.Parse(tokens);
        long size;
        try
        {
            _ = type.Shape.ElementCount;
            size = type.SizeInBytes;
        }
        catch (Exception e) when (e is OverflowException or InvalidOperationException)
        {
            throw tokens.Error(start, $"a constant cannot be {type}: {e.Message}", e);
        }
        Token valueStart = tokens.Current;
        byte[] bytes = Bytes(type, size);
        return bytes.Length == size ? new Literal(type, bytes) : throw tokens.Error(valueStart, $"expected {size} bytes for {type}, found {bytes.Length}");
    }

    private byte[] Bytes(TensorType type, long size)
    {
        if (tokens.Current.Kind == TokenKind.Name)
            return Named();
        if (tokens.Accept("base64"))
            return tokens.Base64();
        if (tokens.Accept("splat"))
            return Splat(type, size);
        if (tokens.Accept("uniform"))
            return Uniform(type, size);
        if (tokens.Accept("signs"))
            return Signs(type, size);
        if (tokens.Is("elided"))
            throw tokens.Error(tokens.Current, "the values were left out when this text was printed; print with full constants to parse it again");
        return type.Element == DType.Bits ? Bits(type, size) : List(type);
    }

    private byte[] Named()
    {
        Token token = tokens.Current;
        string name = tokens.Name("the name of a constant");
        return named.TryGetValue(name, out byte[]? bytes) ? bytes : throw tokens.Error(token, $"no constant is called {NameText.Format(name)}");
    }

    private byte[] List(TensorType type)
    {
        Token start = tokens.Current;
        var bytes = new List<byte>();
        Span<byte> element = stackalloc byte[type.Element.SizeInBytes()];
        foreach (Token token in Elements())
        {
            if (!ScalarText.TryParse(type.Element, tokens.Text(token), element))
                throw tokens.Error(token, $"expected a value of {type.Element.Name()}, found '{tokens.Text(token)}'");
            bytes.AddRange(element);
        }
        long count = bytes.Count / element.Length;
        return count == type.StoredElementCount ? [.. bytes] : throw tokens.Error(start, $"expected {type.StoredElementCount} values for {type}, found {count}");
    }

    // Nested lists are read as one: the shape is in the type.
    private List<Token> Elements()
    {
        var elements = new List<Token>();
        int depth = 0;
        do
        {
            if (tokens.Accept("["))
            {
                depth++;
                continue;
            }
            if (tokens.Accept("]"))
                depth--;
            else if (tokens.Current.Kind is TokenKind.Number or TokenKind.Word)
            {
                elements.Add(tokens.Current);
                tokens.Skip();
            }
            else
                throw tokens.Expected("a value, '[', splat, uniform, signs, base64 or a name behind '@'");
            if (depth > 0 && !tokens.Is("]") && !tokens.Accept(","))
                throw tokens.Expected("',' or ']'");
        }
        while (depth > 0);
        return elements;
    }

    private byte[] Bits(TensorType type, long size)
    {
        Token start = tokens.Current;
        List<Token> elements = Elements();
        if (elements.Count > 0 && tokens.Text(elements[0]).StartsWith("0x"))
            return Words(type, elements, start);
        long count = type.Shape.ElementCount;
        if (elements.Count != count)
            throw tokens.Error(start, $"expected {count} values of 1 or -1 for {type}, found {elements.Count}");
        return Packed(type, size, i => tokens.Text(elements[(int)i]) switch
        {
            "1" or "+1" => false,
            "-1" => true,
            _ => throw tokens.Error(elements[(int)i], "expected 1 or -1"),
        });
    }

    private byte[] Words(TensorType type, List<Token> elements, Token start)
    {
        if (elements.Count != type.StoredElementCount)
            throw tokens.Error(start, $"expected {type.StoredElementCount} words for {type}, found {elements.Count}");
        var bytes = new byte[elements.Count * sizeof(uint)];
        for (int i = 0; i < elements.Count; i++)
        {
            if (!ScalarText.TryParse(DType.Bits, tokens.Text(elements[i]), bytes.AsSpan(i * sizeof(uint), sizeof(uint))))
                throw tokens.Error(elements[i], $"expected a word like 0x0000000f, found '{tokens.Text(elements[i])}'");
        }
        return bytes;
    }

    private byte[] Splat(TensorType type, long size)
    {
        tokens.Expect("(");
        Token token = tokens.Current;
        bool bits = type.Element == DType.Bits;
        Span<byte> element = stackalloc byte[type.Element.SizeInBytes()];
        if (token.Kind is not (TokenKind.Number or TokenKind.Word) || (bits ? tokens.CurrentText is not ("1" or "-1") : !ScalarText.TryParse(type.Element, tokens.CurrentText, element)))
            throw tokens.Expected(bits ? "1 or -1" : $"a value of {type.Element.Name()}");
        tokens.Skip();
        tokens.Expect(")");
        if (bits)
            return Packed(type, size, _ => tokens.Text(token) is "-1");
        byte[] bytes = Generated(size);
        for (int i = 0; i < bytes.Length; i += element.Length)
            element.CopyTo(bytes.AsSpan(i));
        return bytes;
    }

    private byte[] Uniform(TensorType type, long size)
    {
        Token start = tokens.Current;
        tokens.Expect("(");
        ulong seed = NamedValues.Seed(tokens.Quoted("a name in quotes"));
        tokens.Expect(",");
        float low = tokens.Float("the lower bound");
        tokens.Expect(",");
        float high = tokens.Float("the upper bound");
        tokens.Expect(")");
        if (type.Element != DType.Float32)
            throw tokens.Error(start, $"uniform values are f32, not {type.Element.Name()}");
        byte[] bytes = Generated(size);
        Span<float> values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)NamedValues.Uniform(seed, i, low, high);
        return bytes;
    }

    private byte[] Signs(TensorType type, long size)
    {
        Token start = tokens.Current;
        tokens.Expect("(");
        ulong seed = NamedValues.Seed(tokens.Quoted("a name in quotes"));
        tokens.Expect(")");
        if (type.Element == DType.Bits)
            return Packed(type, size, i => NamedValues.IsNegative(seed, i));
        if (type.Element != DType.Float32)
            throw tokens.Error(start, $"signs are f32 or bits, not {type.Element.Name()}");
        byte[] bytes = Generated(size);
        Span<float> values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        for (int i = 0; i < values.Length; i++)
            values[i] = NamedValues.IsNegative(seed, i) ? -1f : 1f;
        return bytes;
    }

    private byte[] Packed(TensorType type, long size, Func<long, bool> isNegative)
    {
        byte[] bytes = Generated(size);
        Span<uint> words = MemoryMarshal.Cast<byte, uint>(bytes.AsSpan());
        (int channels, int wordsPerRow) = LiteralText.Row(type.Shape);
        long element = 0;
        for (int row = 0; row < words.Length; row += wordsPerRow)
        {
            for (int c = 0; c < channels; c++, element++)
                words[row + (c / BitLayout.WordBits)] |= isNegative(element) ? 1u << (c % BitLayout.WordBits) : 0;
        }
        return bytes;
    }

    private byte[] Generated(long size)
    {
        generatedBytesLeft -= size;
        return generatedBytesLeft >= 0 ? new byte[size] : throw tokens.Error(tokens.Current, "the generated constants of this text need more than 256 MiB");
    }
}
