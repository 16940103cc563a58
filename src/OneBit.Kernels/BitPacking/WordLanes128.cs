using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>
/// 128-bit vectors: four comparisons of 4 floats are narrowed to one mask of 16 bytes, so that a word takes two extractions
/// (which AdvSimd has to compose).
/// </summary>
internal readonly struct WordLanes128 : IWordLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Compare(ref float x, float t, bool above)
    {
        Vector128<float> bound = Vector128.Create(t);
        return Sixteen(ref x, 0, bound, above) | (Sixteen(ref x, 16, bound, above) << 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Compare(ref float x, ref float t, bool above) => Sixteen(ref x, ref t, 0, above) | (Sixteen(ref x, ref t, 16, above) << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Compare(ref sbyte q, sbyte zeroPoint)
    {
        Vector128<sbyte> bound = Vector128.Create(zeroPoint);
        return Vector128.LessThan(Vector128.LoadUnsafe(ref q), bound).ExtractMostSignificantBits()
            | (Vector128.LessThan(Vector128.LoadUnsafe(ref q, 16), bound).ExtractMostSignificantBits() << 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint IsZero(ref byte b) =>
        Vector128.Equals(Vector128.LoadUnsafe(ref b), Vector128<byte>.Zero).ExtractMostSignificantBits()
        | (Vector128.Equals(Vector128.LoadUnsafe(ref b, 16), Vector128<byte>.Zero).ExtractMostSignificantBits() << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Select(uint word, float plus, float minus, ref float x)
    {
        Vector128<uint> bits = Vector128.Create(1u, 2, 4, 8);
        Vector128<float> ones = Vector128.Create(minus);
        Vector128<float> zeros = Vector128.Create(plus);
        for (int i = 0; i < 32; i += 4)
        {
            Vector128<uint> set = Vector128.Equals(Vector128.Create(word >> i) & bits, bits);
            Vector128.ConditionalSelect(set.AsSingle(), ones, zeros).StoreUnsafe(ref x, (nuint)i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Select(uint word, byte plus, byte minus, ref byte b)
    {
        Vector128<byte> bits = Vector128.Create(0x8040201008040201ul).AsByte();
        Vector128<byte> bytes = Vector128.Create(word).AsByte();
        Vector128<byte> low = Vector128.Shuffle(bytes, Vector128.Create((byte)0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1));
        Vector128<byte> high = Vector128.Shuffle(bytes, Vector128.Create((byte)2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3));
        Vector128<byte> ones = Vector128.Create(minus);
        Vector128<byte> zeros = Vector128.Create(plus);
        Vector128.ConditionalSelect(Vector128.Equals(low & bits, bits), ones, zeros).StoreUnsafe(ref b);
        Vector128.ConditionalSelect(Vector128.Equals(high & bits, bits), ones, zeros).StoreUnsafe(ref b, 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Sixteen(ref float x, nuint at, Vector128<float> t, bool above) =>
        Mask(Four(ref x, at, t, above), Four(ref x, at + 4, t, above), Four(ref x, at + 8, t, above), Four(ref x, at + 12, t, above));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Sixteen(ref float x, ref float t, nuint at, bool above) => Mask(
        Four(ref x, at, Vector128.LoadUnsafe(ref t, at), above),
        Four(ref x, at + 4, Vector128.LoadUnsafe(ref t, at + 4), above),
        Four(ref x, at + 8, Vector128.LoadUnsafe(ref t, at + 8), above),
        Four(ref x, at + 12, Vector128.LoadUnsafe(ref t, at + 12), above));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Four(ref float x, nuint at, Vector128<float> t, bool above)
    {
        Vector128<float> values = Vector128.LoadUnsafe(ref x, at);
        return (above ? Vector128.GreaterThan(values, t) : Vector128.LessThan(values, t)).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mask(Vector128<int> a, Vector128<int> b, Vector128<int> c, Vector128<int> d) =>
        Vector128.Narrow(Vector128.Narrow(a, b), Vector128.Narrow(c, d)).ExtractMostSignificantBits();
}
