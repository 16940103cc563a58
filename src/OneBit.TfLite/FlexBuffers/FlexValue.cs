using System.Buffers.Binary;
using System.Text;
using OneBit.IR;

namespace OneBit.TfLite.FlexBuffers;

/// <summary>
/// A value of a FlexBuffers document (the options of custom operators). Numbers of any width (1, 2, 4, 8 bytes), direct or indirect; vectors typed or not; maps with keys in any order.
/// Every offset and length is checked before it is used, and nothing is read recursively.
/// </summary>
internal readonly struct FlexValue
{
    private readonly ReadOnlyMemory<byte> document;
    private readonly long position;
    private readonly int slotWidth;
    private readonly int childWidth;

    private FlexValue(ReadOnlyMemory<byte> document, long position, int slotWidth, FlexType type, int childWidth)
    {
        this.document = document;
        this.position = position;
        this.slotWidth = slotWidth;
        this.childWidth = childWidth;
        Type = type;
    }

    /// <summary>What the value is.</summary>
    public FlexType Type { get; }

    /// <summary>The value that a document consists of: it ends in the value, its type and its width.</summary>
    /// <exception cref="ModelFormatException">The document is damaged.</exception>
    public static FlexValue Root(ReadOnlyMemory<byte> document)
    {
        if (document.Length < 3)
            throw Damaged($"they have {document.Length} bytes, the smallest document has 3");
        int width = document.Span[^1];
        if (width is not (1 or 2 or 4 or 8))
            throw Damaged($"the width of their root is {width}, not 1, 2, 4 or 8");
        return FromPackedType(document, document.Length - 2 - width, width, document.Span[^2]);
    }

    /// <summary>The number, whatever its width and sign; true is 1.</summary>
    /// <exception cref="ModelFormatException">The value is no whole number, or does not fit in 64 bits.</exception>
    public long Int64() => Type switch
    {
        FlexType.Int => Signed(position, slotWidth),
        FlexType.UInt or FlexType.Bool => checked((long)Math.Min(Unsigned(position, slotWidth), long.MaxValue)),
        FlexType.IndirectInt => Signed(Target(), childWidth),
        FlexType.IndirectUInt => checked((long)Math.Min(Unsigned(Target(), childWidth), long.MaxValue)),
        _ => throw Damaged($"a whole number is expected, there is a value of type {Type}"),
    };

    /// <summary>The number as double.</summary>
    /// <exception cref="ModelFormatException">The value is no number.</exception>
    public double Float64() => Type switch
    {
        FlexType.Float => Floating(position, slotWidth),
        FlexType.IndirectFloat => Floating(Target(), childWidth),
        _ => Int64(),
    };

    /// <summary>The text of a string or key.</summary>
    /// <exception cref="ModelFormatException">The value is neither.</exception>
    public string Text()
    {
        long start = Target();
        return Type switch
        {
            FlexType.Key => Encoding.UTF8.GetString(KeyAt(start)),
            FlexType.String => Encoding.UTF8.GetString(Span(start, LengthBefore(start))),
            _ => throw Damaged($"a string is expected, there is a value of type {Type}"),
        };
    }

    /// <summary>Number of elements of a vector or map.</summary>
    /// <exception cref="ModelFormatException">The value is neither, or longer than the document.</exception>
    public int Count
    {
        get
        {
            long start = Target();
            (int fixedCount, bool vector) = Type switch
            {
                >= FlexType.VectorInt2 and <= FlexType.VectorFloat4 => (2 + ((Type - FlexType.VectorInt2) / 3), true),
                FlexType.Map or (>= FlexType.Vector and <= FlexType.VectorString) or FlexType.VectorBool => (0, true),
                _ => (0, false),
            };
            if (!vector)
                throw Damaged($"a list is expected, there is a value of type {Type}");
            long count = fixedCount != 0 ? fixedCount : LengthBefore(start);
            int typeBytes = Type is FlexType.Map or FlexType.Vector ? 1 : 0;
            Span(start, checked((Math.Min(count, int.MaxValue) * childWidth) + (Math.Min(count, int.MaxValue) * typeBytes)));
            return (int)count;
        }
    }

    /// <summary>Element <paramref name="index"/> of a vector or map.</summary>
    /// <exception cref="ModelFormatException">There is none.</exception>
    public FlexValue this[int index]
    {
        get
        {
            int count = Count;
            if (index < 0 || index >= count)
                throw Damaged($"element {index} of {count} is asked for");
            long start = Target();
            long slot = start + ((long)index * childWidth);
            if (Type is FlexType.Map or FlexType.Vector)
                return FromPackedType(document, slot, childWidth, Span(start + ((long)count * childWidth) + index, 1)[0]);
            FlexType element = Type switch
            {
                FlexType.VectorKey => FlexType.Key,
                FlexType.VectorString => FlexType.String,
                FlexType.VectorBool => FlexType.Bool,
                >= FlexType.VectorInt2 => FlexType.Int + ((Type - FlexType.VectorInt2) % 3),
                _ => FlexType.Int + (Type - FlexType.VectorInt),
            };
            return new FlexValue(document, slot, childWidth, element, 1);
        }
    }

    /// <summary>The value of <paramref name="key"/> in a map; null where it has none.</summary>
    /// <exception cref="ModelFormatException">The value is no map, or is damaged.</exception>
    public FlexValue? Find(string key)
    {
        if (Type != FlexType.Map)
            throw Damaged($"a map is expected, there is a value of type {Type}");
        int count = Count;
        long values = Target();
        long keysSlot = values - (3L * childWidth);
        long keys = keysSlot - Offset(keysSlot, childWidth);
        long keyWidth = Offset(values - (2L * childWidth), childWidth);
        if (keyWidth is not (1 or 2 or 4 or 8))
            throw Damaged($"the width of a map's keys is {keyWidth}, not 1, 2, 4 or 8");
        byte[] wanted = Encoding.UTF8.GetBytes(key);
        for (int i = 0; i < count; i++)
        {
            long slot = keys + (i * keyWidth);
            if (KeyAt(slot - Offset(slot, (int)keyWidth)).SequenceEqual(wanted))
                return this[i];
        }
        return null;
    }

    private static FlexValue FromPackedType(ReadOnlyMemory<byte> document, long slot, int slotWidth, byte packed) =>
        new(document, slot, slotWidth, (FlexType)(packed >> 2), 1 << (packed & 3));

    private static ModelFormatException Damaged(string problem) => new($"the operator's options are damaged: {problem}");

    private long Target() => position - Offset(position, slotWidth);

    private long Offset(long at, int width)
    {
        ulong value = Unsigned(at, width);
        return value <= int.MaxValue ? (long)value : throw Damaged($"an offset or length of {value} leaves them");
    }

    private long LengthBefore(long start) => Offset(start - childWidth, childWidth);

    private ReadOnlySpan<byte> KeyAt(long start)
    {
        ReadOnlySpan<byte> rest = Span(start, document.Length - start);
        int end = rest.IndexOf((byte)0);
        return end >= 0 ? rest[..end] : throw Damaged("a key does not end");
    }

    private long Signed(long at, int width)
    {
        ReadOnlySpan<byte> bytes = Span(at, width);
        return width switch
        {
            1 => (sbyte)bytes[0],
            2 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            4 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };
    }

    private ulong Unsigned(long at, int width)
    {
        ReadOnlySpan<byte> bytes = Span(at, width);
        return width switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        };
    }

    private double Floating(long at, int width)
    {
        ReadOnlySpan<byte> bytes = Span(at, width);
        return width switch
        {
            2 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
            4 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            8 => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            _ => throw Damaged($"a float of {width} byte"),
        };
    }

    private ReadOnlySpan<byte> Span(long at, long length)
    {
        if (at < 0 || length < 0 || at > document.Length - length)
            throw Damaged($"bytes {at} to {at + length} of {document.Length} are referred to");
        return document.Span.Slice((int)at, (int)length);
    }
}
