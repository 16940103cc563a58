using System.Numerics;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels.Tests.Convolution;

/// <summary>The operations of a population count with bytes as sums written out; a sum that does not fit its byte throws.</summary>
internal readonly struct PlainByteSums : IPopcountSums
{
    public static int MaxWords => AdvSimdByteSums.MaxWords;

    public static Vector128<byte> Count(Vector128<byte> bits) => Bytes(i => (byte)BitOperations.PopCount(bits[i]));

    public static Vector128<byte> Add(Vector128<byte> sum, Vector128<byte> counts) => Bytes(i => checked((byte)(sum[i] + counts[i])));

    public static Vector128<int> TakeSums(Vector128<int> dots, Vector128<byte> sum0, Vector128<byte> sum1, Vector128<byte> sum2, Vector128<byte> sum3) =>
        dots - (2 * Vector128.Create(Sum(sum0, 0, 16), Sum(sum1, 0, 16), Sum(sum2, 0, 16), Sum(sum3, 0, 16)));

    public static Vector128<int> TakeHalves(Vector128<int> dots, Vector128<byte> counts01, Vector128<byte> counts23) =>
        dots - (2 * Vector128.Create(Sum(counts01, 0, 8), Sum(counts01, 8, 8), Sum(counts23, 0, 8), Sum(counts23, 8, 8)));

    private static int Sum(Vector128<byte> bytes, int first, int count) => Enumerable.Range(first, count).Sum(i => bytes[i]);

    private static Vector128<byte> Bytes(Func<int, byte> element)
    {
        Span<byte> bytes = stackalloc byte[16];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = element(i);
        return Vector128.Create<byte>(bytes);
    }
}

/// <summary>The same with four lanes of 32 bits as sums, each −2 times four neighbouring bytes.</summary>
internal readonly struct PlainDotSums : IPopcountSums
{
    public static int MaxWords => AdvSimdDotSums.MaxWords;

    public static Vector128<byte> Count(Vector128<byte> bits) => PlainByteSums.Count(bits);

    public static Vector128<byte> Add(Vector128<byte> sum, Vector128<byte> counts)
    {
        Vector128<int> sums = sum.AsInt32();
        for (int i = 0; i < 16; i++)
            sums = sums.WithElement(i / 4, sums[i / 4] - (2 * counts[i]));
        return sums.AsByte();
    }

    public static Vector128<int> TakeSums(Vector128<int> dots, Vector128<byte> sum0, Vector128<byte> sum1, Vector128<byte> sum2, Vector128<byte> sum3) =>
        dots + Vector128.Create(Vector128.Sum(sum0.AsInt32()), Vector128.Sum(sum1.AsInt32()), Vector128.Sum(sum2.AsInt32()), Vector128.Sum(sum3.AsInt32()));

    public static Vector128<int> TakeHalves(Vector128<int> dots, Vector128<byte> counts01, Vector128<byte> counts23) => PlainByteSums.TakeHalves(dots, counts01, counts23);
}
