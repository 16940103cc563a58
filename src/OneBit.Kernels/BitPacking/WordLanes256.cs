using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OneBit.Kernels;

/// <summary>256-bit vectors: four comparisons of 8 floats, or one of 32 bytes.</summary>
internal readonly struct WordLanes256 : IWordLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Compare(ref float x, float t, bool above)
    {
        Vector256<float> bound = Vector256.Create(t);
        return Word(Eight(ref x, 0, bound, above), Eight(ref x, 8, bound, above), Eight(ref x, 16, bound, above), Eight(ref x, 24, bound, above));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Compare(ref float x, ref float t, bool above) => Word(
        Eight(ref x, 0, Vector256.LoadUnsafe(ref t), above),
        Eight(ref x, 8, Vector256.LoadUnsafe(ref t, 8), above),
        Eight(ref x, 16, Vector256.LoadUnsafe(ref t, 16), above),
        Eight(ref x, 24, Vector256.LoadUnsafe(ref t, 24), above));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Compare(ref sbyte q, sbyte zeroPoint) =>
        Vector256.LessThan(Vector256.LoadUnsafe(ref q), Vector256.Create(zeroPoint)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint IsZero(ref byte b) => Vector256.Equals(Vector256.LoadUnsafe(ref b), Vector256<byte>.Zero).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Select(uint word, float plus, float minus, ref float x)
    {
        Vector256<uint> bits = Vector256.Create(1u, 2, 4, 8, 16, 32, 64, 128);
        Vector256<float> ones = Vector256.Create(minus);
        Vector256<float> zeros = Vector256.Create(plus);
        for (int i = 0; i < 32; i += 8)
        {
            Vector256<uint> set = Vector256.Equals(Vector256.Create(word >> i) & bits, bits);
            Vector256.ConditionalSelect(set.AsSingle(), ones, zeros).StoreUnsafe(ref x, (nuint)i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Select(uint word, byte plus, byte minus, ref byte b)
    {
        Vector256<byte> spread = Vector256.Create(
            (byte)0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3);
        Vector256<byte> bits = Vector256.Create(0x8040201008040201ul).AsByte();
        Vector256<byte> set = Vector256.Equals(Vector256.Shuffle(Vector256.Create(word).AsByte(), spread) & bits, bits);
        Vector256.ConditionalSelect(set, Vector256.Create(minus), Vector256.Create(plus)).StoreUnsafe(ref b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Eight(ref float x, nuint at, Vector256<float> t, bool above)
    {
        Vector256<float> values = Vector256.LoadUnsafe(ref x, at);
        return (above ? Vector256.GreaterThan(values, t) : Vector256.LessThan(values, t)).AsInt32();
    }

    // Lanes are 0 or −1. Packed to bytes, they lie lane of 128 bits by lane: the first four of a, b, c, d and then the last.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Word(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d)
    {
        Vector256<sbyte> bytes = Avx2.PackSignedSaturate(Avx2.PackSignedSaturate(a, b), Avx2.PackSignedSaturate(c, d));
        return Avx2.PermuteVar8x32(bytes.AsInt32(), Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsByte().ExtractMostSignificantBits();
    }
}
