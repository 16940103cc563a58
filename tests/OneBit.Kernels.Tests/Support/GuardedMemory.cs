using System.ComponentModel;
using System.Runtime.InteropServices;

namespace OneBit.Kernels.Tests.Support;

/// <summary>
/// Memory with an inaccessible page on both sides: a kernel that reads or writes one byte outside its operand ends the test process
/// with a fault, which no ordinary array would show.
/// </summary>
/// <remarks>
/// <see cref="AtStart"/> puts the operand directly behind the first guard page, <see cref="AtEnd"/> directly in front of the second;
/// only one side of an operand can touch a page boundary, so a test places each operand both ways.
/// </remarks>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int NoAccess = 0;
    private const int ReadWrite = 3;
    private const int PrivateMapping = 2;

    private static readonly int Page = Environment.SystemPageSize;

    private readonly byte* mapping;
    private readonly nuint mappedBytes;
    private byte* start;

    private GuardedMemory(int sizeInBytes, bool atEnd)
    {
        Length = sizeInBytes;
        int inner = (Math.Max(sizeInBytes, 1) + Page - 1) / Page * Page;
        mappedBytes = (nuint)(inner + (2 * Page));
        mapping = (byte*)Map(0, mappedBytes, NoAccess, PrivateMapping | Anonymous, -1, 0);
        if ((nint)mapping == -1)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        if (Protect((nint)(mapping + Page), (nuint)inner, ReadWrite) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        start = mapping + Page + (atEnd ? inner - sizeInBytes : 0);
    }

    /// <summary>True on systems with <c>mmap</c>; tests skip elsewhere.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Size in bytes.</summary>
    public int Length { get; }

    private static int Anonymous => OperatingSystem.IsMacOS() ? 0x1000 : 0x20;

    /// <summary>Zeroed memory whose byte −1 is inaccessible; it starts on a page boundary.</summary>
    public static GuardedMemory AtStart(int sizeInBytes) => new(sizeInBytes, atEnd: false);

    /// <summary>Zeroed memory whose byte <paramref name="sizeInBytes"/> is inaccessible.</summary>
    public static GuardedMemory AtEnd(int sizeInBytes) => new(sizeInBytes, atEnd: true);

    /// <summary>A copy of <paramref name="values"/> against the first or the second guard page.</summary>
    public static GuardedMemory Of<T>(ReadOnlySpan<T> values, bool atEnd)
        where T : unmanaged
    {
        var memory = new GuardedMemory(values.Length * sizeof(T), atEnd);
        values.CopyTo(memory.AsSpan<T>());
        return memory;
    }

    /// <summary>The operand as elements of <typeparamref name="T"/>.</summary>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(start is null, this);
        return MemoryMarshal.Cast<byte, T>(new Span<byte>(start, Length));
    }

    public void Dispose()
    {
        if (start is null)
            return;
        start = null;
        _ = Unmap((nint)mapping, mappedBytes);
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(nint address, nuint length);
}
