using System.Buffers.Binary;
using System.Text;

namespace OneBit.TfLite.FlexBuffers;

/// <summary>
/// Writes a map of numbers and lists of whole numbers as a FlexBuffers document: key strings in the order of <see cref="Add(string, long)"/>, each with its list behind it,
/// then the keys and the values sorted by key, every vector as narrow as its widest entry allows. Maps of whole numbers are byte for byte those of the format's reference builder.
/// </summary>
internal sealed class FlexMapWriter
{
    private readonly List<byte> bytes = [];
    private readonly List<Entry> entries = [];

    /// <summary>Adds a whole number; a key is added once.</summary>
    public FlexMapWriter Add(string key, long value)
    {
        int position = AddKey(key);
        entries.Add(new Entry(key, position, FlexType.Int, value, WidthOf(value)));
        return this;
    }

    /// <summary>Adds a float32; a key is added once.</summary>
    public FlexMapWriter Add(string key, float value)
    {
        int position = AddKey(key);
        entries.Add(new Entry(key, position, FlexType.Float, BitConverter.SingleToInt32Bits(value), sizeof(float)));
        return this;
    }

    /// <summary>Adds a list of whole numbers; a key is added once.</summary>
    public FlexMapWriter AddList(string key, ReadOnlySpan<int> values)
    {
        int position = AddKey(key), width = WidthOf((ulong)values.Length);
        foreach (int value in values)
            width = Math.Max(width, WidthOf((long)value));
        Align(bytes, width);
        Append(bytes, values.Length, width);
        int start = bytes.Count;
        foreach (int value in values)
            Append(bytes, value, width);
        entries.Add(new Entry(key, position, FlexType.VectorInt, start, width));
        return this;
    }

    /// <summary>The document.</summary>
    public byte[] ToArray()
    {
        Entry[] sorted = [.. entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)];
        int keyWidth = WidthOf((ulong)sorted.Length);
        for (int i = 0; i < sorted.Length; i++)
            keyWidth = Math.Max(keyWidth, OffsetWidth(bytes.Count, sorted[i].Position, i + 1));
        Align(bytes, keyWidth);
        Append(bytes, sorted.Length, keyWidth);
        int keys = bytes.Count;
        foreach (Entry entry in sorted)
            Append(bytes, bytes.Count - entry.Position, keyWidth);

        int width = Math.Max(WidthOf((ulong)sorted.Length), OffsetWidth(bytes.Count, keys, 0));
        for (int i = 0; i < sorted.Length; i++)
            width = Math.Max(width, sorted[i].Type == FlexType.VectorInt ? OffsetWidth(bytes.Count, (int)sorted[i].Value, i + 3) : sorted[i].Width);
        Align(bytes, width);
        Append(bytes, bytes.Count - keys, width);
        Append(bytes, keyWidth, width);
        Append(bytes, sorted.Length, width);
        int values = bytes.Count;
        foreach (Entry entry in sorted)
            Append(bytes, Stored(entry, bytes.Count, width), width);
        foreach (Entry entry in sorted)
            bytes.Add(PackedType(entry.Type, entry.Type == FlexType.VectorInt ? entry.Width : width));

        int rootWidth = OffsetWidth(bytes.Count, values, 0);
        Align(bytes, rootWidth);
        Append(bytes, bytes.Count - values, rootWidth);
        bytes.Add(PackedType(FlexType.Map, width));
        bytes.Add((byte)rootWidth);
        return [.. bytes];
    }

    private int AddKey(string key)
    {
        int position = bytes.Count;
        bytes.AddRange(Encoding.ASCII.GetBytes(key));
        bytes.Add(0);
        return position;
    }

    // A list is the distance back to it; a float fills its slot.
    private static long Stored(Entry entry, int at, int width) => entry.Type switch
    {
        FlexType.VectorInt => at - entry.Value,
        FlexType.Float when width == sizeof(double) => BitConverter.DoubleToInt64Bits(BitConverter.Int32BitsToSingle((int)entry.Value)),
        _ => entry.Value,
    };

    private static byte PackedType(FlexType type, int width) => (byte)(((int)type << 2) | int.Log2(width));

    private static int WidthOf(long value) => WidthOf(value < 0 ? ~((ulong)value << 1) : (ulong)value << 1);

    private static int WidthOf(ulong value) => value switch
    {
        <= byte.MaxValue => 1,
        <= ushort.MaxValue => 2,
        <= uint.MaxValue => 4,
        _ => 8,
    };

    // An offset's own width moves the place that it is counted from, so the narrowest width that holds the offset it leads to is taken.
    private static int OffsetWidth(int size, int target, int slotsBefore)
    {
        for (int width = 1; width < 8; width *= 2)
        {
            int place = ((size + width - 1) / width * width) + (slotsBefore * width);
            if (WidthOf((ulong)(place - target)) <= width)
                return width;
        }
        return 8;
    }

    private static void Align(List<byte> bytes, int width)
    {
        while (bytes.Count % width != 0)
            bytes.Add(0);
    }

    private static void Append(List<byte> bytes, long value, int width)
    {
        Span<byte> whole = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(whole, value);
        bytes.AddRange(whole[..width]);
    }

    /// <param name="Key">The key.</param>
    /// <param name="Position">Where its string is.</param>
    /// <param name="Type">What the value is.</param>
    /// <param name="Value">The number, the bits of the float32, or where the list's first element is.</param>
    /// <param name="Width">Bytes of the number, or of an element of the list.</param>
    private readonly record struct Entry(string Key, int Position, FlexType Type, long Value, int Width);
}
