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
        for (int row = 0; row < w.Length / channels; row++)
        {
            ReadOnlySpan<float> pixel = w.Slice(row * channels, channels);
            Span<uint> bits = packed.AsSpan(row * words, words);
            for (int word = 0; word < words; word++)
                bits[word] = Word(pixel[(word * BitLayout.WordBits)..]);
        }
        return Literal.Of<uint>(new TensorType(DType.Bits, shape), packed);
    }

    private static uint Word(ReadOnlySpan<float> weights)
    {
        uint word = 0;
        for (int bit = 0; bit < Math.Min(weights.Length, BitLayout.WordBits); bit++)
            word |= (weights[bit] < 0 ? 1u : 0) << bit;
        return word;
    }

    /// <summary>Σv per output channel.</summary>
    public static int[] Sums(Literal filter)
    {
        ReadOnlySpan<float> w = filter.Values<float>();
        int[] sums = new int[filter.Type.Shape[0]];
        int taps = w.Length / sums.Length;
        for (int o = 0; o < sums.Length; o++)
        {
            foreach (float weight in w.Slice(o * taps, taps))
                sums[o] += weight < 0 ? -1 : 1;
        }
        return sums;
    }
}
