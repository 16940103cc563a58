namespace OneBit.Kernels.Tests.Support;

/// <summary>Packed rows the slow way: one bit at a time.</summary>
internal static class Bits
{
    public static int Words(int channels) => (channels + 31) / 32;

    /// <summary>+1 or −1 of a channel.</summary>
    public static int At(ReadOnlySpan<uint> row, int channel) => ((row[channel / 32] >> (channel % 32)) & 1) == 0 ? 1 : -1;

    public static void SetMinusOne(Span<uint> row, int channel) => row[channel / 32] |= 1u << (channel % 32);

    /// <summary>Rows of random ±1 with padding bits 0.</summary>
    public static uint[] Random(Random random, int rows, int channels)
    {
        int words = Words(channels);
        uint[] packed = new uint[rows * words];
        for (int row = 0; row < rows; row++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                if (random.Next(2) == 1)
                    SetMinusOne(packed.AsSpan(row * words, words), channel);
            }
        }
        return packed;
    }
}
