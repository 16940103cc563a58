using System.Runtime.CompilerServices;

namespace OneBit.Converter.Keras;

/// <summary>
/// A stream under a reader that trusts what it reads: a file that sends the reader in circles ends in an exception, not in an endless loop or an overflow of the stack.
/// Read-only; owns <paramref name="inner"/>.
/// </summary>
/// <param name="inner">A seekable stream.</param>
/// <param name="cancellationToken">Checked at each read.</param>
internal sealed class GuardedStream(Stream inner, CancellationToken cancellationToken) : ReadOnlyStream
{
    // Each byte of a sound file is read once, metadata a few times; each read counts as at least 64 bytes.
    private long allowance = (inner.Length * 8) + (64L << 20);

    /// <inheritdoc/>
    public override long Length => inner.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value >= 0 && value <= inner.Length ? value : throw new EndOfStreamException($"offset {value} lies outside the file");
    }

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
