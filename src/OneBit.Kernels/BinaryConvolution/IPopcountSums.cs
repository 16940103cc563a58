using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace OneBit.Kernels;

/// <summary>How the set bits of 16 bytes are counted, and the counts subtracted twice from dots.</summary>
internal interface IPopcountSums
{
    /// <summary>Words of 16 bytes whose counts a sum holds.</summary>
    static abstract int MaxWords { get; }

    /// <summary>Set bits of each byte.</summary>
    static abstract Vector128<byte> Count(Vector128<byte> bits);

    /// <summary>A sum, in lanes that the row chooses, with the counts of another word.</summary>
    static abstract Vector128<byte> Add(Vector128<byte> sum, Vector128<byte> counts);

    /// <summary>Dots of four channels, less twice what their sums hold.</summary>
    static abstract Vector128<int> TakeSums(Vector128<int> dots, Vector128<byte> sum0, Vector128<byte> sum1, Vector128<byte> sum2, Vector128<byte> sum3);

    /// <summary>Dots of four channels, less twice the counts of a half word: channels 0 and 1 share a vector, 2 and 3 the other.</summary>
    static abstract Vector128<int> TakeHalves(Vector128<int> dots, Vector128<byte> counts01, Vector128<byte> counts23);
}

/// <summary>Bytes are added to bytes: a word adds 8 at most, so 31 words fit. A channel's bytes are then added in pairs: 496, 992, 1984, 3968 at most, in 16 bits.</summary>
internal readonly struct AdvSimdByteSums : IPopcountSums
{
    public static int MaxWords => 31;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Count(Vector128<byte> bits) => AdvSimd.PopCount(bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Add(Vector128<byte> sum, Vector128<byte> counts) => AdvSimd.Add(sum, counts);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> TakeSums(Vector128<int> dots, Vector128<byte> sum0, Vector128<byte> sum1, Vector128<byte> sum2, Vector128<byte> sum3)
    {
        Vector128<ushort> sums01 = AdvSimd.Arm64.AddPairwise(AdvSimd.AddPairwiseWidening(sum0), AdvSimd.AddPairwiseWidening(sum1));
        Vector128<ushort> sums23 = AdvSimd.Arm64.AddPairwise(AdvSimd.AddPairwiseWidening(sum2), AdvSimd.AddPairwiseWidening(sum3));
        return TakePairs(dots, AdvSimd.Arm64.AddPairwise(sums01, sums23));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> TakeHalves(Vector128<int> dots, Vector128<byte> counts01, Vector128<byte> counts23) =>
        TakePairs(dots, AdvSimd.AddPairwiseWidening(AdvSimd.Arm64.AddPairwise(counts01, counts23)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> TakePairs(Vector128<int> dots, Vector128<ushort> pairs) =>
        AdvSimd.MultiplyWideningLowerAndSubtract(dots.AsUInt32(), AdvSimd.Arm64.AddPairwise(pairs, pairs).GetLower(), Vector64.Create((ushort)2)).AsInt32();
}

/// <summary>A dot product with −2 adds four neighbouring bytes to a lane of 32 bits, which holds any sum.</summary>
internal readonly struct AdvSimdDotSums : IPopcountSums
{
    public static int MaxWords => int.MaxValue / 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Count(Vector128<byte> bits) => AdvSimd.PopCount(bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Add(Vector128<byte> sum, Vector128<byte> counts) => TakeFours(sum.AsInt32(), counts).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> TakeSums(Vector128<int> dots, Vector128<byte> sum0, Vector128<byte> sum1, Vector128<byte> sum2, Vector128<byte> sum3)
    {
        Vector128<int> sums01 = AdvSimd.Arm64.AddPairwise(sum0.AsInt32(), sum1.AsInt32()), sums23 = AdvSimd.Arm64.AddPairwise(sum2.AsInt32(), sum3.AsInt32());
        return AdvSimd.Add(dots, AdvSimd.Arm64.AddPairwise(sums01, sums23));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> TakeHalves(Vector128<int> dots, Vector128<byte> counts01, Vector128<byte> counts23) =>
        TakeFours(dots, AdvSimd.Arm64.AddPairwise(counts01, counts23));

    // Counts of 8 or 16 at most are the same numbers as signed bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> TakeFours(Vector128<int> dots, Vector128<byte> counts) => Dp.DotProduct(dots, counts.AsSByte(), Vector128.Create((sbyte)-2));
}
