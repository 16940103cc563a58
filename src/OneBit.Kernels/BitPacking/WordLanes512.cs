using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>512-bit vectors: two comparisons of 16 floats into mask registers; bytes as in 256 bits, where a word is one vector already.</summary>
internal readonly struct WordLanes512 : IWordLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Compare(ref float x, float t, bool above)
    {
        Vector512<float> bound = Vector512.Create(t);
        return Sixteen(ref x, 0, bound, above) | (Sixteen(ref x, 16, bound, above) << 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Compare(ref float x, ref float t, bool above) =>
        Sixteen(ref x, 0, Vector512.LoadUnsafe(ref t), above) | (Sixteen(ref x, 16, Vector512.LoadUnsafe(ref t, 16), above) << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Compare(ref sbyte q, sbyte zeroPoint) => WordLanes256.Compare(ref q, zeroPoint);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint IsZero(ref byte b) => WordLanes256.IsZero(ref b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Select(uint word, float plus, float minus, ref float x)
    {
        Vector512<uint> bits = Vector512.Create(1u, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        Vector512<float> ones = Vector512.Create(minus);
        Vector512<float> zeros = Vector512.Create(plus);
        Vector512<uint> low = Vector512.Equals(Vector512.Create(word) & bits, bits);
        Vector512<uint> high = Vector512.Equals(Vector512.Create(word >> 16) & bits, bits);
        Vector512.ConditionalSelect(low.AsSingle(), ones, zeros).StoreUnsafe(ref x);
        Vector512.ConditionalSelect(high.AsSingle(), ones, zeros).StoreUnsafe(ref x, 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Select(uint word, byte plus, byte minus, ref byte b) => WordLanes256.Select(word, plus, minus, ref b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Sixteen(ref float x, nuint at, Vector512<float> t, bool above)
    {
        Vector512<float> values = Vector512.LoadUnsafe(ref x, at);
        return (uint)(above ? Vector512.GreaterThan(values, t) : Vector512.LessThan(values, t)).ExtractMostSignificantBits();
    }
}
