using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OneBit.Kernels;

/// <summary>Zeroed memory that starts on a 64-byte boundary; packed weights, tables and arenas live in it.</summary>
/// <remarks>
/// It is a slice of a pinned array: the garbage collector neither moves it nor frees it while a span of it is in use,
/// so no kernel can outlive its operands.
/// </remarks>
public sealed class AlignedBuffer
{
    /// <summary>The alignment in bytes: a cache line and the widest vector.</summary>
    public const int Alignment = 64;

    private static int live;

    private readonly byte[] array;
    private readonly int offset;

    /// <summary>Allocates <paramref name="sizeInBytes"/> zeroed bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative or beyond what an array holds.</exception>
    public AlignedBuffer(int sizeInBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeInBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sizeInBytes, Array.MaxLength - Alignment);
        Length = sizeInBytes;
        array = GC.AllocateArray<byte>(sizeInBytes + Alignment, pinned: true);
        offset = (int)(-Address(array) & (Alignment - 1));
        Interlocked.Increment(ref live);
    }

#pragma warning disable MA0055 // Only counts: the garbage collector frees the array.
    /// <summary>Takes the buffer off the count.</summary>
    ~AlignedBuffer()
    {
        // A constructor that threw has counted nothing.
        if (array is not null)
            Interlocked.Decrement(ref live);
    }
#pragma warning restore MA0055

    /// <summary>Buffers that something still holds, as of the last collection: what tests for leaks look at.</summary>
    internal static int LiveCount => Volatile.Read(ref live);

    /// <summary>Size in bytes.</summary>
    public int Length { get; }

    /// <summary>The whole buffer.</summary>
    public Memory<byte> Memory => array.AsMemory(offset, Length);

    /// <summary>The whole buffer as elements of <typeparamref name="T"/>; a rest that is not a whole element is left out.</summary>
    public Span<T> AsSpan<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(array.AsSpan(offset, Length));

    // The array is pinned, so its address is a constant.
    private static unsafe nint Address(byte[] pinned) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
