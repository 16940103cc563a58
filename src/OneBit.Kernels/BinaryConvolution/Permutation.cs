using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>Constant vectors of <see cref="BitSlicedCodes{TLanes}"/>; index vectors unless said otherwise.</summary>
internal static class Permutation
{
    private const int Low = 5, High = Low + 8, Spreads = High + 8, Count = Spreads + 6;

    private static readonly AlignedBuffer Vectors = Build();

    /// <summary>Control: the bit that each six of a quadword starts at.</summary>
    public static Vector512<byte> Sixes => At(0);

    /// <summary>Byte 8g + 7 − p takes byte 8p + g.</summary>
    public static Vector512<byte> ByGroup => At(1);

    /// <summary>Table: the row of a code's matrix.</summary>
    public static Vector512<byte> MatrixRows => At(2);

    /// <summary>All bytes of quadword p take byte p.</summary>
    public static Vector512<byte> BytePerQuadword => At(3);

    /// <summary>Bytes: 1 &lt;&lt; k in byte k of each quadword, for six bits.</summary>
    public static Vector512<byte> BitSelectors => At(4);

    /// <summary>Byte i takes byte 8g + (i mod 8).</summary>
    public static Vector512<byte> LowPattern(int g) => At(Low + g);

    /// <summary>Byte i takes byte 8g + (i div 8).</summary>
    public static Vector512<byte> HighPattern(int g) => At(High + g);

    /// <summary>Each byte of a quadword takes its byte k.</summary>
    public static Vector512<byte> Spread(int k) => At(Spreads + k);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> At(int index) => Vectors.AsSpan<Vector512<byte>>()[index];

    private static AlignedBuffer Build()
    {
        var buffer = new AlignedBuffer(Count * Vector512<byte>.Count);
        Span<byte> bytes = buffer.AsSpan<byte>();
        for (int i = 0; i < Vector512<byte>.Count; i++)
        {
            (int eight, int one) = (i / 8, i % 8);
            Set(bytes, 0, i, 6 * one);
            Set(bytes, 1, i, (8 * (7 - one)) + eight);
            Set(bytes, 2, i, MatrixRow(i));
            Set(bytes, 3, i, eight);
            Set(bytes, 4, i, one < 6 ? 1 << one : 0);
            for (int g = 0; g < 8; g++)
            {
                Set(bytes, Low + g, i, (8 * g) + one);
                Set(bytes, High + g, i, (8 * g) + eight);
            }
            for (int k = 0; k < 6; k++)
                Set(bytes, Spreads + k, i, (8 * eight) + k);
        }
        return buffer;
    }

    private static int MatrixRow(int code)
    {
        int inverted = BitOperations.PopCount((uint)code) % 2 == 0 ? 0 : 0x3F;
        return (code ^ inverted) | (1 << 6) | (TapBits.Twos(code) << 7);
    }

    private static void Set(Span<byte> bytes, int vector, int i, int value) => bytes[(vector * Vector512<byte>.Count) + i] = (byte)value;
}
