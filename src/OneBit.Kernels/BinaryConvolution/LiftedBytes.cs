using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OneBit.Kernels;

/// <summary>
/// The bits of a tap as bytes whose low seven bits are looked up, with the parities lifted out of the look-ups.
/// <code>
/// popcount(b) = 2·⌊popcount(b &amp; 127) / 2⌋ + parity(b &amp; 127) + (b >> 7)
/// </code>
/// The two bits on the right are bits of a later byte, four bytes giving eight of them. The last byte has two bits and is counted whole, so
/// <code>
/// popcount(tap) = 2·Σ ⌊popcount(b &amp; 127) / 2⌋ + popcount(last)
/// </code>
/// All of it is linear in the bits but for the look-ups: the bytes of x ⊕ w are the bytes of x ⊕ the bytes of w.
/// </summary>
internal sealed class LiftedBytes
{
    /// <summary>Bits of a byte that are looked up.</summary>
    public const int GroupBits = 7;

    private const int SourcesPerByte = 4;

    private readonly List<(int First, int Count)> sources = [];
    private readonly List<int> bits = [];

    public LiftedBytes(int channels)
    {
        Channels = (channels + 7) / 8;
        for (int i = 0; i < Channels; i++)
            bits.Add(Math.Min(GroupBits, channels - (8 * i)));
        int first = 0;
        for (int count = Channels; ; count = bits.Count - first)
        {
            int next = bits.Count;
            for (int i = 0; i < count; i += SourcesPerByte)
            {
                int used = Math.Min(SourcesPerByte, count - i);
                sources.Add((first + i, used));
                bits.Add(Math.Min(GroupBits, 2 * used));
            }
            first = next;
            if (count == 1)
                break;
        }
    }

    /// <summary>Bytes of channels, in front of all others.</summary>
    public int Channels { get; }

    /// <summary>Bytes of a tap.</summary>
    public int Count => bits.Count;

    /// <summary>Bytes but the last, which is counted whole.</summary>
    public int Lifted => Count - 1;

    /// <summary>Bits of byte <paramref name="index"/> that are looked up.</summary>
    public int Bits(int index) => bits[index];

    /// <summary>Fills the bytes behind the channels from those.</summary>
    public void Derive(Span<byte> tap)
    {
        for (int i = 0; i < sources.Count; i++)
        {
            (int first, int count) = sources[i];
            int made = 0;
            for (int k = 0; k < count; k++)
            {
                byte b = tap[first + k];
                made |= ((b >> 7) | ((BitOperations.PopCount((uint)b & 127) & 1) << 1)) << (2 * k);
            }
            tap[Channels + i] = (byte)made;
        }
    }

    /// <summary>The same for many taps: plane i, <paramref name="length"/> bytes, a multiple of 32, holds byte i of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Derive(Span<byte> planes, int length)
    {
        // Of a nibble: its parity in bit 1, bit 3 of the high one in bit 0 instead.
        Vector256<byte> low = Vector256.Create(Vector128.Create((byte)0, 2, 2, 0, 2, 0, 0, 2, 2, 0, 0, 2, 0, 2, 2, 0), Vector128.Create((byte)0, 2, 2, 0, 2, 0, 0, 2, 2, 0, 0, 2, 0, 2, 2, 0));
        Vector256<byte> high = Vector256.Create(Vector128.Create((byte)0, 2, 2, 0, 2, 0, 0, 2, 1, 3, 3, 1, 3, 1, 1, 3), Vector128.Create((byte)0, 2, 2, 0, 2, 0, 0, 2, 1, 3, 3, 1, 3, 1, 1, 3));
        Vector256<byte> nibble = Vector256.Create((byte)15);
        for (int i = 0; i < sources.Count; i++)
        {
            (int first, int count) = sources[i];
            ref byte source = ref planes.Slice(first * length, count * length)[0];
            ref byte target = ref planes.Slice((Channels + i) * length, length)[0];
            for (int at = 0; at < length; at += 32)
            {
                Vector256<byte> made = default;
                for (int k = 0; k < count; k++)
                {
                    Vector256<byte> b = Vector256.LoadUnsafe(ref source, (nuint)((k * length) + at));
                    Vector256<byte> two = Avx2.Shuffle(low, b & nibble) ^ Avx2.Shuffle(high, (b.AsUInt16() >> 4).AsByte() & nibble);
                    made |= (two.AsUInt16() << (2 * k)).AsByte();
                }
                made.StoreUnsafe(ref target, (nuint)at);
            }
        }
    }
}
