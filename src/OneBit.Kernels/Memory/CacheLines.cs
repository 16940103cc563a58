using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace OneBit.Kernels;

/// <summary>Lines of the caches.</summary>
internal static unsafe class CacheLines
{
    /// <summary>Bytes that <see cref="Fetch"/> asks for.</summary>
    public const int FetchedBytes = 4 * Line;

    private const int Line = 64;

    /// <summary>Asks for four lines from <paramref name="ahead"/> bytes behind <paramref name="pinned"/> on, which may lie anywhere. Does nothing where .NET has no such instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(ref readonly byte pinned, nint ahead)
    {
        if (!Sse.IsSupported)
            return;
        byte* line = (byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in pinned)) + ahead;
        Sse.Prefetch0(line);
        Sse.Prefetch0(line + Line);
        Sse.Prefetch0(line + (2 * Line));
        Sse.Prefetch0(line + (3 * Line));
    }
}
