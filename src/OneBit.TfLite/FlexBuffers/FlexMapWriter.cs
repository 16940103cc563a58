using System.Buffers.Binary;
using System.Text;

namespace OneBit.TfLite.FlexBuffers;

/// <summary>
/// Writes a map of whole numbers as a FlexBuffers document, byte for byte as the format's reference builder does: key strings in the order of <see cref="Add"/>, then the keys and the
/// values sorted by key, every vector as narrow as its widest entry allows.
/// </summary>
internal sealed class FlexMapWriter
{
    private readonly List<(byte[] Key, long Value)> entries = [];

    /// <summary>Adds an entry; a key is added once.</summary>
    public FlexMapWriter Add(string key, long value)
    {
        entries.Add((Encoding.ASCII.GetBytes(key), value));
        return this;
    }

    /// <summary>The document.</summary>
    public byte[] ToArray()
    {
        var bytes = new List<byte>();
        var sorted = new List<(byte[] Key, long Value, int Position)>(entries.Count);
        foreach ((byte[] key, long value) in entries)
        {
            sorted.Add((key, value, bytes.Count));
            bytes.AddRange(key);
            bytes.Add(0);
        }
        sorted.Sort((a, b) => a.Key.AsSpan().SequenceCompareTo(b.Key));

        int keyWidth = WidthOf((ulong)sorted.Count);
        for (int i = 0; i < sorted.Count; i++)
            keyWidth = Math.Max(keyWidth, OffsetWidth(bytes.Count, sorted[i].Position, i + 1));
        Align(bytes, keyWidth);
        Append(bytes, sorted.Count, keyWidth);
        int keys = bytes.Count;
        foreach ((_, _, int at) in sorted)
            Append(bytes, bytes.Count - at, keyWidth);

        int width = Math.Max(WidthOf((ulong)sorted.Count), OffsetWidth(bytes.Count, keys, 0));
        foreach ((_, long value, _) in sorted)
            width = Math.Max(width, WidthOf(value < 0 ? ~((ulong)value << 1) : (ulong)value << 1));
        Align(bytes, width);
        Append(bytes, bytes.Count - keys, width);
        Append(bytes, keyWidth, width);
        Append(bytes, sorted.Count, width);
        int values = bytes.Count;
        foreach ((_, long value, _) in sorted)
            Append(bytes, value, width);
        bytes.AddRange(Enumerable.Repeat(PackedType(FlexType.Int, width), sorted.Count));

        int rootWidth = OffsetWidth(bytes.Count, values, 0);
        Align(bytes, rootWidth);
        Append(bytes, bytes.Count - values, rootWidth);
        bytes.Add(PackedType(FlexType.Map, width));
        bytes.Add((byte)rootWidth);
        return [.. bytes];
    }

    private static byte PackedType(FlexType type, int width) => (byte)(((int)type << 2) | int.Log2(width));

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
}
