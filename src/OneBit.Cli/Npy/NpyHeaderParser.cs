using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using OneBit.Tensors;

namespace OneBit.Cli.Npy;

/// <summary>Reads the head of an .npy file, formats 1.0 to 3.0: magic, version, length, then a Python dictionary with three keys.</summary>
internal ref struct NpyHeaderParser
{
    private const int MaxHeader = 65_536;
    private const int MaxRank = 32;

    private readonly string file;
    private readonly ReadOnlySpan<char> text;
    private int position;

    private NpyHeaderParser(string file, ReadOnlySpan<char> text)
    {
        this.file = file;
        this.text = text;
    }

    /// <summary>The first bytes of every .npy file.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the header of <paramref name="bytes"/>, the whole file.</summary>
    /// <exception cref="NpyException">It is damaged, or the array is of a kind that no tensor has.</exception>
    public static NpyHeader Parse(string file, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Magic))
            throw new NpyException(file, "is not an .npy file (numpy.save writes them)");
        if (bytes.Length < 10)
            throw Truncated(file);
        int version = bytes[6];
        if (version is < 1 or > 3)
            throw new NpyException(file, $"is an .npy file of version {version}.{bytes[7]}; versions 1.0 to 3.0 are known");
        int prefix = version == 1 ? 10 : 12;
        if (bytes.Length < prefix)
            throw Truncated(file);
        uint length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (length > MaxHeader)
            throw new NpyException(file, $"says that its header has {length} bytes; at most {MaxHeader} make sense");
        if (bytes.Length - prefix < length)
            throw Truncated(file);
        string header = (version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes.Slice(prefix, (int)length));
        return new NpyHeaderParser(file, header).Dictionary(prefix + (int)length);
    }

    private static NpyException Truncated(string file) => new(file, "ends within its header; the file is damaged");

    private NpyHeader Dictionary(int offset)
    {
        string? descriptor = null;
        bool? columnMajor = null;
        Shape? shape = null;
        Expect('{');
        while (!Accept('}'))
        {
            string key = Quoted();
            Expect(':');
            switch (key)
            {
                case "descr" when descriptor is null:
                    descriptor = Peek() == '\'' || Peek() == '"' ? Quoted() : throw new NpyException(file, "holds records; plain numbers are expected");
                    break;
                case "fortran_order" when columnMajor is null:
                    columnMajor = Flag();
                    break;
                case "shape" when shape is null:
                    shape = Dimensions();
                    break;
                default:
                    throw Damaged($"key '{key}'");
            }
            if (!Accept(','))
            {
                Expect('}');
                break;
            }
        }
        if (Peek() != '\0')
            throw Damaged("text behind its dictionary");
        if (descriptor is null || columnMajor is null || shape is null)
            throw Damaged("no " + (descriptor is null ? "descr" : columnMajor is null ? "fortran_order" : "shape"));
        if (!NpyHeader.TryParseDescriptor(descriptor, out DType element, out bool bigEndian))
            throw new NpyException(file, $"holds elements of type '{descriptor}'; numbers of up to 8 bytes and booleans are expected");
        return new NpyHeader(element, bigEndian, columnMajor.Value, shape.Value, offset);
    }

    private Shape Dimensions()
    {
        var dimensions = new List<int>();
        Expect('(');
        while (!Accept(')'))
        {
            dimensions.Add(Dimension());
            if (dimensions.Count > MaxRank)
                throw Damaged($"more than {MaxRank} dimensions");
            if (!Accept(','))
            {
                Expect(')');
                break;
            }
        }
        return Shape.Create([.. dimensions]);
    }

    private int Dimension()
    {
        Peek();
        int start = position;
        while (position < text.Length && char.IsAsciiDigit(text[position]))
            position++;
        ReadOnlySpan<char> digits = text[start..position];
        if (digits.IsEmpty)
            throw Damaged("a dimension that is not a number");
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int dimension))
            throw new NpyException(file, $"has a dimension of {digits}; OneBit takes at most {int.MaxValue}");
        return dimension;
    }

    private bool Flag()
    {
        Peek();
        foreach ((string word, bool value) in (ReadOnlySpan<(string, bool)>)[("True", true), ("False", false)])
        {
            if (text[position..].StartsWith(word))
            {
                position += word.Length;
                return value;
            }
        }
        throw Damaged("a fortran_order that is neither True nor False");
    }

    private string Quoted()
    {
        char quote = Peek();
        if (quote is not ('\'' or '"'))
            throw Damaged("a name without quotes");
        int start = ++position;
        int length = text[start..].IndexOf(quote);
        if (length < 0)
            throw Damaged("a quote that is never closed");
        position = start + length + 1;
        return text.Slice(start, length).ToString();
    }

    private char Peek()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
            position++;
        return position < text.Length ? text[position] : '\0';
    }

    private bool Accept(char wanted)
    {
        if (Peek() != wanted)
            return false;
        position++;
        return true;
    }

    private void Expect(char wanted)
    {
        if (!Accept(wanted))
            throw Damaged($"no '{wanted}' at character {position}");
    }

    private readonly NpyException Damaged(string what) => new(file, $"has a damaged .npy header ({what})");
}
