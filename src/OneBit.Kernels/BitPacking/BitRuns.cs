using System.Runtime.CompilerServices;
using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>Runs of bits at any position, least significant bit first.</summary>
public static class BitRuns
{
    /// <summary>Copies bits [from, from + count) of <paramref name="source"/> to bits [at, at + count) of <paramref name="target"/>, where they must be 0 before; bits around them stay.</summary>
    /// <exception cref="ArgumentException">A run leaves its span.</exception>
    public static void Copy(ReadOnlySpan<uint> source, long from, Span<uint> target, long at, int count) => Copy(source, from, target, at, count, 0);

    /// <summary>As <see cref="Copy(ReadOnlySpan{uint}, long, Span{uint}, long, int)"/>, each bit inverted.</summary>
    /// <inheritdoc cref="Copy(ReadOnlySpan{uint}, long, Span{uint}, long, int)"/>
    public static void CopyInverted(ReadOnlySpan<uint> source, long from, Span<uint> target, long at, int count) => Copy(source, from, target, at, count, uint.MaxValue);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(ReadOnlySpan<uint> source, long from, Span<uint> target, long at, int count, uint flip)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(at);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (from + count > 32L * source.Length || at + count > 32L * target.Length)
            throw new ArgumentException($"{count} bits from {from} of {source.Length} words to {at} of {target.Length}");
        for (int done = 0; done < count; done += BitLayout.WordBits)
        {
            int bits = Math.Min(BitLayout.WordBits, count - done);
            uint word = (Read(source, from + done) ^ flip) & BitLayout.TailMask(bits);
            long position = at + done;
            (int first, int shift) = ((int)(position >> 5), (int)(position & 31));
            target[first] |= word << shift;
            if (shift != 0 && shift + bits > BitLayout.WordBits)
                target[first + 1] |= word >> (BitLayout.WordBits - shift);
        }
    }

    private static uint Read(ReadOnlySpan<uint> source, long position)
    {
        (int first, int shift) = ((int)(position >> 5), (int)(position & 31));
        uint low = source[first] >> shift;
        return shift == 0 || first + 1 == source.Length ? low : low | (source[first + 1] << (BitLayout.WordBits - shift));
    }
}
