using System.Runtime.CompilerServices;

namespace OneBit.Converter.Keras;

/// <summary>
/// A stream under a reader that trusts what it reads: a file that sends the reader in circles ends in an exception, not in an endless loop or an overflow of the stack.
/// Read-only; owns <paramref name="inner"/>.
/// </summary>
/// <param name="inner">A seekable stream.</param>
/// <param name="cancellationToken">Checked at each read.</param>
internal sealed class GuardedStream(Stream inner, CancellationToken cancellationToken) : Stream
{
    // Each byte of a sound file is read once, metadata a few times; each read counts as at least 64 bytes.
    private long allowance = (inner.Length * 8) + (64L << 20);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => inner.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value >= 0 && value <= inner.Length ? value : throw new EndOfStreamException($"offset {value} lies outside the file");
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        Spend(buffer.Length);
        return inner.Read(buffer);
    }

    /// <inheritdoc/>
    public override int ReadByte()
    {
        Spend(1);
        return inner.ReadByte();
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private void Spend(int bytes)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        cancellationToken.ThrowIfCancellationRequested();
        allowance -= Math.Max(bytes, 64);
        if (allowance < 0)
            throw new InvalidDataException("it leads its reader in circles, or to far more than it holds");
    }
}
