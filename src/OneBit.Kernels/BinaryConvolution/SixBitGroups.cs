using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OneBit.Kernels;

/// <summary>
/// The bits of a tap as bytes whose low six bits are looked up: first the bytes of the channels, then bytes made of what is left of three of those, two bits each.
/// For every byte, with c(e) the entry that is looked up (see <see cref="SumTables"/>),
/// <code>
/// popcount(x ⊕ w) = 2·c + parity(x) − parity(w)
/// </code>
/// so the parities need no look-up: those of the pixels are the same for all output channels, and those of the weights are known before.
/// </summary>
internal sealed class SixBitGroups
{
    /// <summary>Bits of a byte that are looked up.</summary>
    public const int Bits = 6;

    /// <summary>These bits.</summary>
    public const int Mask = (1 << Bits) - 1;

    private const int BytesPerRest = 3;

    private readonly int channels;

    public SixBitGroups(int channels)
    {
        this.channels = channels;
        Channels = (channels + 7) / 8;
        Count = Channels + ((RestBits + Bits - 1) / Bits);
    }

    /// <summary>Bytes of channels, in front of all others.</summary>
    public int Channels { get; }

    /// <summary>Bytes of a tap.</summary>
    public int Count { get; }

    // Bits of the channels' bytes beyond their six.
    private int RestBits => (channels / 8 * 2) + Math.Max(0, (channels % 8) - Bits);

    /// <summary>Bits of byte <paramref name="index"/> that are looked up and may be set, 1 to 6.</summary>
    public int BitsOf(int index) => Math.Min(Bits, index < Channels ? channels - (8 * index) : RestBits - (Bits * (index - Channels)));

    /// <summary>Fills the bytes behind the channels from those.</summary>
    public void Derive(Span<byte> tap)
    {
        for (int i = Channels; i < Count; i++)
        {
            int first = (i - Channels) * BytesPerRest, made = 0;
            for (int k = 0; k < BytesPerRest && first + k < Channels; k++)
                made |= tap[first + k] >> Bits << (2 * k);
            tap[i] = (byte)made;
        }
    }

    /// <summary>The same for many taps: plane i, <paramref name="length"/> bytes, a multiple of 32, holds byte i of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Derive(Span<byte> planes, int length)
    {
        Vector256<byte> two = Vector256.Create((byte)0b11);
        for (int i = Channels; i < Count; i++)
        {
            int first = (i - Channels) * BytesPerRest, count = Math.Min(BytesPerRest, Channels - first);
            ref byte source = ref planes.Slice(first * length, count * length)[0];
            ref byte target = ref planes.Slice(i * length, length)[0];
            for (int at = 0; at < length; at += Vector256<byte>.Count)
            {
                Vector256<byte> made = default;
                for (int k = 0; k < count; k++)
                {
                    Vector256<byte> rest = (Vector256.LoadUnsafe(ref source, (nuint)((k * length) + at)).AsUInt16() >> Bits).AsByte() & two;
                    made |= (rest.AsUInt16() << (2 * k)).AsByte();
                }
                made.StoreUnsafe(ref target, (nuint)at);
            }
        }
    }

    /// <summary>The sum of the parities of a tap's bytes.</summary>
    public static int Parities(ReadOnlySpan<byte> tap)
    {
        int sum = 0;
        foreach (byte b in tap)
            sum += BitOperations.PopCount((uint)b & Mask) & 1;
        return sum;
    }

    /// <summary>The sums of the parities of many taps' bytes, in <paramref name="sums"/>, one for each of the <paramref name="length"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Parities(ReadOnlySpan<byte> planes, int length, Span<ushort> sums)
    {
        Vector256<byte> nibble = Vector256.Create((byte)15);
        Vector128<byte> parity = Vector128.Create((byte)0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 1, 0);
        // Of the high nibble only two bits are looked up.
        Vector128<byte> parityOfTwo = Vector128.Create((byte)0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0);
        Vector256<byte> low = Vector256.Create(parity, parity), high = Vector256.Create(parityOfTwo, parityOfTwo);
        for (int at = 0; at < length; at += Vector256<byte>.Count)
        {
            Vector256<ushort> sum = default, sum1 = default;
            for (int i = 0; i < Count;)
            {
                Vector256<byte> bytes = default;
                for (int end = Math.Min(Count, i + byte.MaxValue); i < end; i++)
                {
                    Vector256<byte> b = Vector256.Create(planes.Slice((i * length) + at, Vector256<byte>.Count));
                    bytes += Avx2.Shuffle(low, b & nibble) ^ Avx2.Shuffle(high, (b.AsUInt16() >> 4).AsByte() & nibble);
                }
                (Vector256<ushort> lower, Vector256<ushort> upper) = Vector256.Widen(bytes);
                sum += lower;
                sum1 += upper;
            }
            sum.CopyTo(sums[at..]);
            sum1.CopyTo(sums[(at + Vector256<ushort>.Count)..]);
        }
    }
}
