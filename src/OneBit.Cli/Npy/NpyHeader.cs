using OneBit.Tensors;

namespace OneBit.Cli.Npy;

/// <summary>What an .npy file says about its values. <see cref="Offset"/> is where they begin, in bytes.</summary>
internal sealed record NpyHeader(DType Element, bool BigEndian, bool ColumnMajor, Shape Shape, int Offset)
{
    private static readonly (string Code, DType Type)[] Codes =
    [
        ("f4", DType.Float32), ("f2", DType.Float16), ("f8", DType.Float64),
        ("i1", DType.Int8), ("u1", DType.UInt8), ("i2", DType.Int16), ("u2", DType.UInt16),
        ("i4", DType.Int32), ("u4", DType.UInt32), ("i8", DType.Int64), ("u8", DType.UInt64),
        ("b1", DType.Bool),
    ];

    /// <summary>The type of the array.</summary>
    public TensorType Type => new(Element, Shape);

    /// <summary>The format's name of <paramref name="type"/>, little endian: <c>&lt;f4</c>, <c>|i1</c>, …</summary>
    public static string Descriptor(DType type) =>
        (type.SizeInBytes() == 1 ? "|" : "<") + Codes.First(row => row.Type == type).Code;

    /// <summary>Reads <c>&lt;f4</c>, <c>&gt;i8</c>, <c>|b1</c>, <c>=u2</c>, …</summary>
    public static bool TryParseDescriptor(string descriptor, out DType element, out bool bigEndian)
    {
        bigEndian = descriptor.StartsWith('>');
        element = default;
        if (descriptor.Length != 3 || !"<>|=".Contains(descriptor[0]))
            return false;
        foreach ((string code, DType type) in Codes)
        {
            if (descriptor.AsSpan(1).SequenceEqual(code))
            {
                element = type;
                return true;
            }
        }
        return false;
    }
}
