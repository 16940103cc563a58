using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Benchmarks;

/// <summary>Signs of float32 as bits, and the yardstick beside it: the same memory merely read.</summary>
internal static class PackingWork
{
    private const int Channels = 64;

    private static readonly float[] Threshold = [BitThreshold.Larq];

    public static KernelWork Signs(BitPackingKernel kernel, AlignedBuffer values)
    {
        int rows = values.Length / sizeof(float) / Channels, words = BitLayout.Words(Channels);
        AlignedBuffer packed = Operands.Zeros<uint>(rows * words);
        return new(kernel.Name, rows, 0, (begin, end, _) =>
            kernel.Pack(values.AsSpan<float>()[(begin * Channels)..(end * Channels)], Channels, Threshold, BitSide.Below, packed.AsSpan<uint>()[(begin * words)..(end * words)]));
    }

    public static KernelWork Sum(AlignedBuffer values)
    {
        int rows = values.Length / sizeof(float) / Channels;
        // Kept, so that no compiler leaves the sum out.
        float[] sums = new float[rows];
        return new("read and add up", rows, 0, (begin, end, _) => sums[begin] = Sum(values.AsSpan<float>()[(begin * Channels)..(end * Channels)]));
    }

    // A row is 8 vectors, and as many sums hide an addition's latency.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<Vector256<float>> vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (; vectors.Length >= 8; vectors = vectors[8..])
        {
            s0 += vectors[0];
            s1 += vectors[1];
            s2 += vectors[2];
            s3 += vectors[3];
            s4 += vectors[4];
            s5 += vectors[5];
            s6 += vectors[6];
            s7 += vectors[7];
        }
        return Vector256.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7);
    }
}
