using System.Numerics;

namespace OneBit.Kernels;

/// <summary>
/// The bits of a tap with lifted parities: the channels in whole bytes, then one parity per group but the last; group g is bits [6g, 6g + 6).
/// Activations have the same order, eight pixels at a time.
/// </summary>
internal sealed class TapBits(int channels)
{
    private readonly byte[] bits = new byte[6 * Groups(channels)];

    /// <summary>Channels in whole bytes.</summary>
    public static int ByteChannels(int channels) => (channels + 7) / 8 * 8;

    /// <summary>Groups of a tap: the first g with 6g ≥ channels + (g − 1).</summary>
    public static int Groups(int channels) => (ByteChannels(channels) + 3) / 5;

    /// <summary>Bit 1 of the population count of six bits.</summary>
    public static int Twos(int six) => (BitOperations.PopCount((uint)six) >> 1) & 1;

    public void Load(ReadOnlySpan<uint> words)
    {
        int count = ByteChannels(channels), groups = Groups(channels);
        for (int i = 0; i < count; i++)
            bits[i] = (byte)((words[i / 32] >> (i % 32)) & 1);
        for (int g = 0; g < groups - 1; g++)
            bits[count + g] = (byte)(BitOperations.PopCount((uint)Six(g)) & 1);
    }

    public int Six(int group)
    {
        int six = 0;
        for (int k = 0; k < 6; k++)
            six |= bits[(6 * group) + k] << k;
        return six;
    }
}
