using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OneBit.Kernels;

/// <summary>From counts of channels by pixels to dots of pixels by channels.</summary>
internal static class SumTableDots
{
    private const int Block = 8;

    /// <summary>dots[pixel·stride + channel] = depth − 2·count for the 64 pixels of a vector, those of low nibbles first, modulo 2¹⁶.</summary>
    /// <param name="counts">Of the channels, a multiple of 8.</param>
    /// <param name="depths">Of the channels.</param>
    /// <param name="dots">64 · <paramref name="stride"/>.</param>
    /// <param name="stride">Channels of a pixel in <paramref name="dots"/>, all or more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(ReadOnlySpan<byte> counts, ReadOnlySpan<short> depths, Span<int> dots, int stride)
    {
        int channels = counts.Length / SumTablePass.CountBytes;
        ref byte count = ref MemoryMarshal.GetReference(counts);
        ref short depth = ref MemoryMarshal.GetReference(depths[..channels]);
        ref int d = ref MemoryMarshal.GetReference(dots[..((63 * stride) + channels)]);
        for (int channel = 0; channel < channels; channel += Block, count = ref Unsafe.AddByteOffset(ref count, Block * SumTablePass.CountBytes))
        {
            for (int part = 0; part < 4; part++)
            {
                int pixel = (part / 2 * 32) + (part % 2 * Block);
                Transpose(ref Unsafe.AddByteOffset(ref count, part * 32), ref Unsafe.Add(ref depth, channel), ref Unsafe.Add(ref d, (pixel * stride) + channel), (nuint)stride);
            }
        }
    }

    // Eight channels by pixels p to p + 7 and p + 16 to p + 23.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref byte count, ref short depth, ref int d, nuint stride)
    {
        Vector256<short> a0 = Dot(ref count, 0, ref depth), a1 = Dot(ref count, 1, ref depth), a2 = Dot(ref count, 2, ref depth), a3 = Dot(ref count, 3, ref depth);
        Vector256<short> a4 = Dot(ref count, 4, ref depth), a5 = Dot(ref count, 5, ref depth), a6 = Dot(ref count, 6, ref depth), a7 = Dot(ref count, 7, ref depth);
        Vector256<int> b0 = Avx2.UnpackLow(a0, a1).AsInt32(), b1 = Avx2.UnpackHigh(a0, a1).AsInt32(), b2 = Avx2.UnpackLow(a2, a3).AsInt32(), b3 = Avx2.UnpackHigh(a2, a3).AsInt32();
        Vector256<int> b4 = Avx2.UnpackLow(a4, a5).AsInt32(), b5 = Avx2.UnpackHigh(a4, a5).AsInt32(), b6 = Avx2.UnpackLow(a6, a7).AsInt32(), b7 = Avx2.UnpackHigh(a6, a7).AsInt32();
        Four(b0, b2, b4, b6, ref d, stride);
        Four(b1, b3, b5, b7, ref Unsafe.Add(ref d, 4 * stride), stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> e, ref int d, nuint stride)
    {
        Vector256<long> low = Avx2.UnpackLow(a, b).AsInt64(), high = Avx2.UnpackHigh(a, b).AsInt64(), low1 = Avx2.UnpackLow(c, e).AsInt64(), high1 = Avx2.UnpackHigh(c, e).AsInt64();
        Pixel(Avx2.UnpackLow(low, low1), ref d, stride);
        Pixel(Avx2.UnpackHigh(low, low1), ref Unsafe.Add(ref d, stride), stride);
        Pixel(Avx2.UnpackLow(high, high1), ref Unsafe.Add(ref d, 2 * stride), stride);
        Pixel(Avx2.UnpackHigh(high, high1), ref Unsafe.Add(ref d, 3 * stride), stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pixel(Vector256<long> eight, ref int d, nuint stride)
    {
        Avx2.ConvertToVector256Int32(eight.GetLower().AsInt16()).StoreUnsafe(ref d);
        Avx2.ConvertToVector256Int32(eight.GetUpper().AsInt16()).StoreUnsafe(ref d, 16 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Dot(ref byte count, nuint channel, ref short depth)
    {
        Vector256<short> ones = Vector256.LoadUnsafe(ref count, channel * SumTablePass.CountBytes).AsInt16();
        return Vector256.Create(Unsafe.Add(ref depth, channel)) - (ones + ones);
    }
}
