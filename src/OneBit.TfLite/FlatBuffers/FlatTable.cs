using System.Buffers.Binary;
using System.Text;
using OneBit.IR;

namespace OneBit.TfLite.FlatBuffers;

/// <summary>A table: fields found through a vtable, each absent or inside the table.</summary>
internal readonly struct FlatTable
{
    private const int BytesCharged = 32;

    private readonly FlatBuffer buffer;
    private readonly long vtable;
    private readonly int vtableLength;
    private readonly int tableLength;

    /// <summary>The table at <paramref name="position"/>; <paramref name="what"/> names it in messages.</summary>
    /// <exception cref="ModelFormatException">The table or its vtable is not inside the file.</exception>
    public FlatTable(FlatBuffer buffer, long position, string what)
    {
        this.buffer = buffer;
        Position = position;
        What = what;
        buffer.Charge(BytesCharged, position, what);
        vtable = position - buffer.Int32(position, what);
        string table = $"the field list of {what}";
        vtableLength = buffer.UInt16(vtable, table);
        tableLength = buffer.UInt16(vtable + 2, table);
        if (vtableLength < 4 || vtableLength % 2 != 0 || tableLength < 4)
            throw FlatBuffer.Damaged(vtable, $"{table} has impossible sizes", "at least 4 and even", $"{vtableLength} and {tableLength}");
        buffer.Span(vtable, vtableLength, table);
        buffer.Span(position, tableLength, what);
    }

    /// <summary>Where the table starts, in bytes from the file's start.</summary>
    public long Position { get; }

    /// <summary>What the table is, for messages.</summary>
    public string What { get; }

    /// <summary>True where the field is stored.</summary>
    public bool Has(Field field) => PositionOf(field, 1) is not null;

    public bool Bool(Field field) => UInt8(field) != 0;

    public int UInt8(Field field, int absent = 0) => PositionOf(field, 1) is { } at ? buffer.Span(at, 1, What)[0] : absent;

    public int Int32(Field field, int absent = 0) => PositionOf(field, 4) is { } at ? buffer.Int32(at, What) : absent;

    public uint UInt32(Field field) => PositionOf(field, 4) is { } at ? buffer.UInt32(at, What) : 0;

    public ulong UInt64(Field field) => PositionOf(field, 8) is { } at ? BinaryPrimitives.ReadUInt64LittleEndian(buffer.Span(at, 8, What)) : 0;

    public float Float32(Field field, float absent = 0) => PositionOf(field, 4) is { } at ? BinaryPrimitives.ReadSingleLittleEndian(buffer.Span(at, 4, What)) : absent;

    /// <summary>A string; bytes that are not UTF-8 become U+FFFD.</summary>
    public string? String(Field field)
    {
        if (Vector(field, 1) is not { } vector)
            return null;
        buffer.Charge(vector.Count, vector.Position, Name(field));
        return Encoding.UTF8.GetString(vector.Bytes.Span);
    }

    public FlatTable? Table(Field field) => PositionOf(field, 4) is { } at ? new FlatTable(buffer, buffer.Follow(at, Name(field)), Name(field)) : null;

    /// <summary>A vector of elements of <paramref name="elementSize"/> bytes; offsets of tables are 4 bytes.</summary>
    public FlatVector? Vector(Field field, int elementSize) =>
        PositionOf(field, 4) is { } at ? new FlatVector(buffer, buffer.Follow(at, Name(field)), elementSize, Name(field)) : null;

    /// <summary>A vector of tables; empty where the field is absent.</summary>
    public FlatVector Tables(Field field) => Vector(field, 4) ?? default;

    /// <summary>A copy of a vector of 32-bit numbers; null where the field is absent.</summary>
    public int[]? Ints(Field field) => Vector(field, 4)?.Int32s();

    /// <summary>An error about the contents of a field.</summary>
    public ModelFormatException Error(string message, Field field, string? expected = null, string? actual = null) =>
        new(message) { ByteOffset = PositionOf(field, 1) ?? Position, Expected = expected, Actual = actual };

    private string Name(Field field) => $"{field.Name} of {What}";

    private long? PositionOf(Field field, int size)
    {
        int entry = 4 + (2 * field.Id);
        if (entry + 2 > vtableLength)
            return null;
        int offset = buffer.UInt16(vtable + entry, What);
        if (offset == 0)
            return null;
        if (offset < 4 || offset + size > tableLength)
            throw FlatBuffer.Damaged(vtable + entry, $"{Name(field)} lies outside of its table", $"4 to {tableLength - size}", $"{offset}");
        return Position + offset;
    }
}
