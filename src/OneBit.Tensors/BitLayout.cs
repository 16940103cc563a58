namespace OneBit.Tensors;

/// <summary>
/// How bits are packed: channel c of a row is bit c mod 32 of word c / 32, least significant bit first, channels innermost.
/// Bit 0 means +1, bit 1 means −1 (the sign bit, as in Larq Compute Engine). Padding bits after the last channel are 0.
/// </summary>
public static class BitLayout
{
    /// <summary>Bits in a word.</summary>
    public const int WordBits = 32;

    /// <summary>Words that <paramref name="channels"/> channels occupy: ⌈channels / 32⌉.</summary>
    public static int Words(int channels) => (int)(((long)channels + WordBits - 1) / WordBits);

    /// <summary>The bits of a row's last word that stand for channels.</summary>
    public static uint TailMask(int channels) => channels % WordBits == 0 ? uint.MaxValue : (1u << (channels % WordBits)) - 1;
}
