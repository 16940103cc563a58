using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>16-bit differences to a zero point.</summary>
internal readonly struct ZeroPointDifference(short zero) : IElementCopy<sbyte, short>
{
    /// <summary>target[i] = source[i] − zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Copy(ReadOnlySpan<sbyte> source, Span<short> target)
    {
        Span<short> taken = target[..source.Length];
        ref sbyte x = ref MemoryMarshal.GetReference(source);
        ref short y = ref MemoryMarshal.GetReference(taken);
        Vector128<short> zeros = Vector128.Create(zero);
        int i = 0;
        for (; i + Vector128<sbyte>.Count <= source.Length; i += Vector128<sbyte>.Count)
        {
            (Vector128<short> lower, Vector128<short> upper) = Vector128.Widen(Vector128.LoadUnsafe(ref x, (nuint)i));
            (lower - zeros).StoreUnsafe(ref y, (nuint)i);
            (upper - zeros).StoreUnsafe(ref y, (nuint)i + 8);
        }
        for (; i < source.Length; i++)
            taken[i] = (short)(source[i] - zero);
    }
}
