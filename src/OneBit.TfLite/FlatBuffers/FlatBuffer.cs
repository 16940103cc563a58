using System.Buffers.Binary;
using OneBit.IR;

namespace OneBit.TfLite.FlatBuffers;

/// <summary>
/// A file in FlatBuffers' format. Nothing in it is trusted: every offset, length and count is checked against the file before it is used, whatever the alignment.
/// </summary>
/// <remarks>Several offsets may point at one place, so that a small file could ask for much work; what is read is charged against a budget in proportion to the file.</remarks>
internal sealed class FlatBuffer(ReadOnlyMemory<byte> bytes)
{
    private long budget = (4L * bytes.Length) + 65536;

    /// <summary>The whole file.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>The table that the file starts with.</summary>
    public FlatTable Root(string what) => new(this, Follow(0, what), what);

    /// <summary>Bytes <paramref name="position"/> to <paramref name="position"/> + <paramref name="length"/>.</summary>
    /// <exception cref="ModelFormatException">They are not all inside the file.</exception>
    public ReadOnlySpan<byte> Span(long position, long length, string what) => Memory(position, length, what).Span;

    /// <inheritdoc cref="Span"/>
    public ReadOnlyMemory<byte> Memory(long position, long length, string what)
    {
        if (position < 0 || length < 0 || position > bytes.Length - length)
            throw Damaged(position, $"{what} would lie at bytes {position} to {position + length} of a file of {bytes.Length}", $"at most {bytes.Length}", $"{position + length}");
        return bytes.Slice((int)position, (int)length);
    }

    /// <summary>The 16-bit number at <paramref name="position"/>.</summary>
    public int UInt16(long position, string what) => BinaryPrimitives.ReadUInt16LittleEndian(Span(position, 2, what));

    /// <summary>The signed 32-bit number at <paramref name="position"/>.</summary>
    public int Int32(long position, string what) => BinaryPrimitives.ReadInt32LittleEndian(Span(position, 4, what));

    /// <summary>The unsigned 32-bit number at <paramref name="position"/>.</summary>
    public uint UInt32(long position, string what) => BinaryPrimitives.ReadUInt32LittleEndian(Span(position, 4, what));

    /// <summary>Where the offset stored at <paramref name="position"/> points.</summary>
    public long Follow(long position, string what)
    {
        uint offset = UInt32(position, $"the offset of {what}");
        if (offset < 4 || position + offset > bytes.Length - 4L)
            throw Damaged(position, $"the offset of {what} points at byte {position + offset} of a file of {bytes.Length}", $"at most {bytes.Length - 4}", $"{position + offset}");
        return position + offset;
    }

    /// <summary>Counts <paramref name="cost"/> bytes as read.</summary>
    /// <exception cref="ModelFormatException">More was read than an honest file of this size contains.</exception>
    public void Charge(long cost, long position, string what)
    {
        budget -= cost;
        if (budget < 0)
            throw Damaged(position, $"{what} is one of too many parts that the file refers to more than once", null, null);
    }

    /// <summary>An error about the file's structure.</summary>
    public static ModelFormatException Damaged(long position, string problem, string? expected, string? actual) =>
        new($"the file is damaged: {problem} (at byte {position}); get the file again, or convert the model again") { ByteOffset = position, Expected = expected, Actual = actual };
}
