namespace OneBit.Tensors;

/// <summary>Facts about element types: one table for size, short name and CLR type.</summary>
public static class DTypes
{
    private static readonly (DType Type, string Name, int Size, Type Clr)[] Table =
    [
        (DType.Float32, "f32", 4, typeof(float)),
        (DType.Float16, "f16", 2, typeof(Half)),
        (DType.Float64, "f64", 8, typeof(double)),
        (DType.Int8, "i8", 1, typeof(sbyte)),
        (DType.UInt8, "u8", 1, typeof(byte)),
        (DType.Int16, "i16", 2, typeof(short)),
        (DType.UInt16, "u16", 2, typeof(ushort)),
        (DType.Int32, "i32", 4, typeof(int)),
        (DType.UInt32, "u32", 4, typeof(uint)),
        (DType.Int64, "i64", 8, typeof(long)),
        (DType.UInt64, "u64", 8, typeof(ulong)),
        (DType.Bool, "bool", 1, typeof(bool)),
        (DType.Bits, "bits", 4, typeof(uint)),
    ];

    /// <summary>All element types, in order.</summary>
    public static IReadOnlyList<DType> All { get; } = Array.ConvertAll(Table, row => row.Type);

    /// <summary>Short name, as in the text form: <c>f32</c>, <c>i8</c>, <c>bits</c>, …</summary>
    public static string Name(this DType type) => Table[(int)type].Name;

    /// <summary>Bytes per stored element; for <see cref="DType.Bits"/> bytes per 32-bit word.</summary>
    public static int SizeInBytes(this DType type) => Table[(int)type].Size;

    /// <summary>True for the three IEEE types.</summary>
    public static bool IsFloat(this DType type) => type is DType.Float32 or DType.Float16 or DType.Float64;

    /// <summary>The element type of spans that hold <paramref name="type"/>; <see cref="DType.Bits"/> are <see cref="uint"/> words.</summary>
    public static Type ClrType(this DType type) => Table[(int)type].Clr;

    /// <summary>The element type that <typeparamref name="T"/> stands for (<see cref="uint"/> is <see cref="DType.UInt32"/>).</summary>
    /// <exception cref="ArgumentException">No tensor has such elements.</exception>
    public static DType Of<T>()
        where T : unmanaged
    {
        foreach ((DType type, _, _, Type clr) in Table)
        {
            if (clr == typeof(T))
                return type;
        }
        throw new ArgumentException($"no tensor has elements of type {typeof(T).Name}");
    }

    /// <summary>Finds a type by its short name.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out DType type)
    {
        foreach (var row in Table)
        {
            if (name.SequenceEqual(row.Name))
            {
                type = row.Type;
                return true;
            }
        }
        type = default;
        return false;
    }
}
