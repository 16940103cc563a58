using System.IO.Compression;
using OneBit.IR;

namespace OneBit.Converter.Keras;

/// <summary>A <c>.keras</c> file: a zip of <c>config.json</c>, <c>metadata.json</c> and <c>model.weights.h5</c>.</summary>
internal sealed class KerasArchive : IDisposable
{
    // JSON of the largest models is a few megabytes.
    private const long MaxText = 64L << 20;

    private readonly string name;
    private readonly ZipArchive archive;

    private KerasArchive(string name, ZipArchive archive)
    {
        this.name = name;
        this.archive = archive;
    }

    /// <summary>The first bytes of such a file.</summary>
    public static ReadOnlySpan<byte> Signature => "PK\u0003\u0004"u8;

    /// <summary>Opens an archive. The stream is the archive's from now on, also where this throws.</summary>
    /// <exception cref="ModelFormatException">The file is no zip.</exception>
    public static KerasArchive Open(string name, Stream stream)
    {
        try
        {
            return new KerasArchive(name, new ZipArchive(stream, ZipArchiveMode.Read));
        }
        catch (Exception e)
        {
            stream.Dispose();
            if (IsDamage(e))
                throw Damaged(name, "the archive's directory", e);
            throw;
        }
    }

    /// <summary>A text of the archive.</summary>
    /// <exception cref="ModelFormatException">There is none, or it is damaged or absurdly long.</exception>
    public byte[] Text(string entry)
    {
        ZipArchiveEntry found = Entry(entry);
        try
        {
            var bytes = new byte[Checked(entry, found.Length, MaxText)];
            using Stream stream = found.Open();
            stream.ReadExactly(bytes);
            return stream.ReadByte() < 0 ? bytes : throw new InvalidDataException($"it is longer than the {bytes.Length} bytes that the directory says");
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(name, entry, e);
        }
    }

    /// <summary>Whether the archive has such an entry.</summary>
    /// <exception cref="ModelFormatException">The archive is damaged.</exception>
    public bool Has(string entry) => Find(entry) is not null;

    /// <summary>An entry, unpacked as it is read; the archive is the stream's from now on.</summary>
    /// <param name="entry">Its name.</param>
    /// <param name="most">Most bytes that it may have.</param>
    /// <exception cref="ModelFormatException">There is no such entry, it is damaged, or longer than <paramref name="most"/>.</exception>
    public Stream Open(string entry, long most)
    {
        ZipArchiveEntry found = Entry(entry);
        try
        {
            return new UnpackedStream(found.Open(), Checked(entry, found.Length, most), found.CompressedLength, this);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(name, entry, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => archive.Dispose();

    private ZipArchiveEntry Entry(string entry) => Find(entry)
        ?? throw new ModelFormatException($"{name} has no {entry}, so it is not a model that Keras saved") { File = name, TensorName = entry };

    private long Checked(string entry, long declared, long most) => declared <= most
        ? declared
        : throw new ModelFormatException($"{name}: {entry} unpacks to {declared} bytes, more than the {most} that are allowed") { File = name, TensorName = entry, Expected = $"at most {most} bytes", Actual = $"{declared} bytes" };

    // The directory is read when something is first asked for.
    private ZipArchiveEntry? Find(string entry)
    {
        try
        {
            return archive.GetEntry(entry);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(name, "the archive's directory", e);
        }
    }

    private static bool IsDamage(Exception e) =>
        e is InvalidDataException or EndOfStreamException or ArgumentException or NotSupportedException or OverflowException or OutOfMemoryException;

    private static ModelFormatException Damaged(string name, string place, Exception e) =>
        new($"{name} is damaged at {place}: {e.Message}", e) { File = name, TensorName = place };
}
