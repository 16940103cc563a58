using OneBit.Tensors;

namespace OneBit.TfLite.Schema;

/// <summary>Element types by their number in the schema.</summary>
internal static class ElementTypes
{
    private static readonly (string Name, DType? Type)[] Table =
    [
        ("FLOAT32", DType.Float32),
        ("FLOAT16", DType.Float16),
        ("INT32", DType.Int32),
        ("UINT8", DType.UInt8),
        ("INT64", DType.Int64),
        ("STRING", null),
        ("BOOL", DType.Bool),
        ("INT16", DType.Int16),
        ("COMPLEX64", null),
        ("INT8", DType.Int8),
        ("FLOAT64", DType.Float64),
        ("COMPLEX128", null),
        ("UINT64", DType.UInt64),
        ("RESOURCE", null),
        ("VARIANT", null),
        ("UINT32", DType.UInt32),
        ("UINT16", DType.UInt16),
        ("INT4", null),
    ];

    /// <summary>The schema's name of a type; null where it has none of that number.</summary>
    public static string? NameOf(int number) => number >= 0 && number < Table.Length ? Table[number].Name : null;

    /// <summary>The type of that number; null where OneBit has none.</summary>
    public static DType? Of(int number) => number >= 0 && number < Table.Length ? Table[number].Type : null;

    /// <summary>The number of a type; bits are stored as INT32 words.</summary>
    public static int NumberOf(DType type) => Array.FindIndex(Table, row => row.Type == (type == DType.Bits ? DType.Int32 : type));
}
