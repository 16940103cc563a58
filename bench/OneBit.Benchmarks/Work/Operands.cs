using System.Runtime.CompilerServices;
using OneBit.Kernels;

namespace OneBit.Benchmarks;

/// <summary>Random numbers, the same in each process, in memory as sessions have it.</summary>
internal static class Operands
{
    /// <summary>Uniform in [−0.5, 0.5).</summary>
    public static AlignedBuffer Floats(int count)
    {
        var random = new Random(5);
        var buffer = new AlignedBuffer(checked(count * sizeof(float)));
        foreach (ref float x in buffer.AsSpan<float>())
            x = random.NextSingle() - 0.5f;
        return buffer;
    }

    /// <summary>Bits, or codes of int8.</summary>
    public static AlignedBuffer Bytes(int count)
    {
        var buffer = new AlignedBuffer(count);
        new Random(5).NextBytes(buffer.AsSpan<byte>());
        return buffer;
    }

    public static AlignedBuffer Zeros<T>(int count)
        where T : unmanaged => new(checked(count * Unsafe.SizeOf<T>()));
}
