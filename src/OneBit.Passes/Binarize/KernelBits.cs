using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>The signs of a two-level filter: bit 1 where w is below 0, so that zeros count as +1.</summary>
internal static class KernelBits
{
    /// <summary>The filter OHWI as packed bits.</summary>
    public static Literal Pack(Literal filter)
    {
        Shape shape = filter.Type.Shape;
        ReadOnlySpan<float> w = filter.Values<float>();
        int channels = shape[^1], words = BitLayout.Words(channels);
        uint[] packed = new uint[w.Length / channels * words];
        for (int i = 0; i < w.Length; i++)
        {
            if (w[i] < 0)
            {
                (int row, int c) = int.DivRem(i, channels);
                packed[(row * words) + (c / BitLayout.WordBits)] |= 1u << (c % BitLayout.WordBits);
            }
        }
        return Literal.Of<uint>(new TensorType(DType.Bits, shape), packed);
    }

    /// <summary>Σv per output channel.</summary>
    public static int[] Sums(Literal filter)
    {
        ReadOnlySpan<float> w = filter.Values<float>();
        int[] sums = new int[filter.Type.Shape[0]];
        int taps = w.Length / sums.Length;
        for (int i = 0; i < w.Length; i++)
            sums[i / taps] += w[i] < 0 ? -1 : 1;
        return sums;
    }
}
