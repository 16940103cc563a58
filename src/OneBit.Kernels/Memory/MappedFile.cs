using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace OneBit.Kernels;

/// <summary>A file mapped read-only into memory, so that weights are used where they lie.</summary>
/// <remarks>Truncating the file while it is mapped is outside what any process can defend against; replace model files by renaming.</remarks>
public sealed unsafe class MappedFile : MemoryManager<byte>
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private byte* start;

    private MappedFile(MemoryMappedFile file, MemoryMappedViewAccessor view, int length)
    {
        this.file = file;
        this.view = view;
        Length = length;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += view.PointerOffset;
    }

    /// <summary>Size of the file in bytes.</summary>
    public int Length { get; }

    /// <summary>Maps the file at <paramref name="path"/>; an empty file gives memory of length 0.</summary>
    /// <exception cref="IOException">The file cannot be read, or is larger than 2 GiB.</exception>
    public static IMemoryOwner<byte> Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (stream.Length > int.MaxValue)
            throw new IOException($"{path} has {stream.Length} bytes; model files may have 2 GiB at most");
        if (stream.Length == 0)
            return new Nothing();
        var mapped = MemoryMappedFile.CreateFromFile(stream, mapName: null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        return new MappedFile(mapped, mapped.CreateViewAccessor(0, stream.Length, MemoryMappedFileAccess.Read), (int)stream.Length);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(start is null, this);
        return new Span<byte>(start, Length);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)Length);
        ObjectDisposedException.ThrowIf(start is null, this);
        return new MemoryHandle(start + elementIndex, pinnable: this);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        // A mapping never moves.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (start is null)
            return;
        start = null;
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }

    private sealed class Nothing : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => Memory<byte>.Empty;

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
