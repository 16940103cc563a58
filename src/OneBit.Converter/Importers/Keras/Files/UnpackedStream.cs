namespace OneBit.Converter.Keras;

/// <summary>
/// An entry of an archive, to be read in any order: unpacked as far as something was asked for, and no farther, so that an entry takes no memory for what no layer reads.
/// Read-only; owns <paramref name="packed"/> and <paramref name="owner"/>.
/// </summary>
/// <param name="packed">The entry, unpacked from its start.</param>
/// <param name="length">Bytes that the archive's directory says it has.</param>
/// <param name="packedLength">Bytes that it takes in the archive.</param>
/// <param name="owner">What <paramref name="packed"/> reads.</param>
internal sealed class UnpackedStream(Stream packed, long length, long packedLength, IDisposable owner) : ReadOnlyStream
{
    private const int BlockBytes = 1 << 20;

    // Trained weights hardly shrink, those on two levels 30 : 1 at most; deflate can do 1032 : 1.
    private readonly long most = (64L << 20) + (packedLength * 100);
    private readonly List<byte[]> blocks = [];
    private long unpacked;
    private long position;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position
    {
        get => position;
        set => position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "lies before the start");
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (position >= length || buffer.IsEmpty)
            return 0;
        (int block, int start) = ((int)(position / BlockBytes), (int)(position % BlockBytes));
        while (blocks.Count <= block)
            Unpack();
        ReadOnlySpan<byte> there = blocks[block].AsSpan(start);
        int count = Math.Min(there.Length, buffer.Length);
        there[..count].CopyTo(buffer);
        position += count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            packed.Dispose();
            owner.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Unpack()
    {
        byte[] block = new byte[Math.Min(BlockBytes, length - unpacked)];
        if (unpacked + block.Length > most)
            throw new InvalidDataException($"{packedLength} bytes of the archive unpack to more than {most} bytes, as no weights do");
        packed.ReadExactly(block);
        unpacked += block.Length;
        if (unpacked == length && packed.ReadByte() >= 0)
            throw new InvalidDataException($"it is longer than the {length} bytes that the directory says");
        blocks.Add(block);
    }
}
