using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>
/// Pair codes: two pixels' 4 bits of the same 4 channels, p | q &lt;&lt; 4, times 16 = the byte offset of their table.
/// A word has 8 codes: those of nibbles 0, 2, 4, 6 and then of nibbles 1, 3, 5, 7.
/// </summary>
internal static class PairCodes
{
    /// <summary>Bytes of the 8 codes of a word.</summary>
    public const int BytesPerWord = 16;

    /// <summary>Codes of a word.</summary>
    public const int PerWord = 8;

    /// <summary>256 tables of 16 bytes: byte i of table p | q &lt;&lt; 4 is popcount(p ⊕ i) | popcount(q ⊕ i) &lt;&lt; 4.</summary>
    public static AlignedBuffer Tables { get; } = BuildTables();

    /// <summary>The nibble of a word that code <paramref name="index"/> stands for.</summary>
    public static int Nibble(int index) => index < 4 ? 2 * index : (2 * (index - 4)) + 1;

    /// <summary>Codes of words [0, count) of <paramref name="row"/>, each paired with the word <paramref name="distance"/> further on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EncodeRow(ReadOnlySpan<uint> row, int count, int distance, Span<byte> codes)
    {
        ReadOnlySpan<uint> first = row[..count];
        ReadOnlySpan<uint> second = row.Slice(distance, count);
        Span<ulong> target = MemoryMarshal.Cast<byte, ulong>(codes)[..(2 * count)];
        Vector128<uint> nibbles = Vector128.Create(0x0F0F0F0Fu);
        int i = 0;
        for (; i <= count - 4; i += 4)
        {
            Vector128<uint> p = Vector128.Create(first[i..]);
            Vector128<uint> q = Vector128.Create(second[i..]);
            Vector128<byte> even = ((p & nibbles) | ((q & nibbles) << 4)).AsByte();
            Vector128<byte> odd = (((p >>> 4) & nibbles) | (q & ~nibbles)).AsByte();
            Spread(Vector128.WidenLower(even), Vector128.WidenLower(odd), target.Slice(2 * i, 4));
            Spread(Vector128.WidenUpper(even), Vector128.WidenUpper(odd), target.Slice((2 * i) + 4, 4));
        }
        for (; i < count; i++)
            EncodeWord(first[i], second[i], target.Slice(2 * i, 2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(Vector128<ushort> even, Vector128<ushort> odd, Span<ulong> target)
    {
        Vector128<ulong> evenCodes = (even << 4).AsUInt64();
        Vector128<ulong> oddCodes = (odd << 4).AsUInt64();
        target[3] = oddCodes[1];
        target[2] = evenCodes[1];
        target[1] = oddCodes[0];
        target[0] = evenCodes[0];
    }

    private static void EncodeWord(uint p, uint q, Span<ulong> target)
    {
        Span<ushort> codes = MemoryMarshal.Cast<ulong, ushort>(target);
        for (int index = 0; index < PerWord; index++)
        {
            int bit = 4 * Nibble(index);
            codes[index] = (ushort)((((p >> bit) & 15) | (((q >> bit) & 15) << 4)) << 4);
        }
    }

    private static AlignedBuffer BuildTables()
    {
        var buffer = new AlignedBuffer(256 * 16);
        Span<byte> tables = buffer.AsSpan<byte>();
        for (int at = 0; at < tables.Length; at++)
        {
            int code = at / 16;
            int index = at % 16;
            tables[at] = (byte)(BitOperations.PopCount((uint)((code & 15) ^ index)) | (BitOperations.PopCount((uint)((code >> 4) ^ index)) << 4));
        }
        return buffer;
    }
}
