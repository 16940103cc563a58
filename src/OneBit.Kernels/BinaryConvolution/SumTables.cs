using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>
/// Tables of what six bits of 64 pixels can add to their sums: entry e of the bits x is
/// <code>
/// c(e) = ⌈(popcount(x ⊕ e) − parity(x)) / 2⌉,  0 to 3
/// </code>
/// pixel by pixel. A byte of an entry holds two pixels, one a nibble.
/// </summary>
/// <remarks>
/// Entries follow from their neighbours. popcount(x ⊕ e) − parity(x) is even where e has an even parity. So, where bit j of e is set from 0 to 1,
/// <code>
/// c gains 1 − x_j from an even e,  and loses x_j from an odd one
/// </code>
/// and where it is cleared, c gains x_j from an even e, and loses 1 − x_j from an odd one.
/// </remarks>
internal static class SumTables
{
    /// <summary>Entries of a table.</summary>
    public const int Entries = 1 << SixBitGroups.Bits;

    /// <summary>The largest entry.</summary>
    public const int Most = SixBitGroups.Bits / 2;

    private const int LowBits = 3, LowEntries = 1 << LowBits;

    /// <summary>The 32-byte column at <paramref name="table"/> of the entries of 2^<paramref name="bits"/> values.</summary>
    /// <param name="low">Bytes of the pixels of low nibbles.</param>
    /// <param name="high">Bytes of the pixels of high nibbles.</param>
    /// <param name="bits">Bits that are looked up, 1 to 6; at least 8 entries are made.</param>
    /// <param name="table">The column of entry 0.</param>
    /// <param name="entry">Bytes of an entry.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Build(Vector256<byte> low, Vector256<byte> high, int bits, ref byte table, nuint entry)
    {
        Vector256<byte> ones = Vector256.Create((byte)0x11);
        Vector256<byte> x0 = Bit(low, high, 0), x1 = Bit(low, high, 1), x2 = Bit(low, high, 2), x3 = Bit(low, high, 3), x4 = Bit(low, high, 4), x5 = Bit(low, high, 5);
        Vector256<byte> not0 = x0 ^ ones, not1 = x1 ^ ones, not2 = x2 ^ ones, not3 = x3 ^ ones, not4 = x4 ^ ones;
        // Entry 0 is ⌊popcount(x) / 2⌋. The upper three bits go through a Gray code, so that only one changes at a time.
        Vector256<byte> c = ((x0 + x1 + x2 + x3 + x4 + x5).AsUInt16() >> 1).AsByte() & Vector256.Create((byte)0x33);
        nuint eight = entry * LowEntries;
        Even(c, x1, x2, not0, not1, not2, ref table, entry);
        if (bits <= LowBits)
            return;
        c += not3;
        Odd(c, x0, x1, x2, not1, not2, ref Unsafe.AddByteOffset(ref table, eight), entry);
        if (bits == LowBits + 1)
            return;
        c -= x4;
        Even(c, x1, x2, not0, not1, not2, ref Unsafe.AddByteOffset(ref table, 3 * eight), entry);
        c += x3;
        Odd(c, x0, x1, x2, not1, not2, ref Unsafe.AddByteOffset(ref table, 2 * eight), entry);
        if (bits == LowBits + 2)
            return;
        c -= x5;
        Even(c, x1, x2, not0, not1, not2, ref Unsafe.AddByteOffset(ref table, 6 * eight), entry);
        c += not3;
        Odd(c, x0, x1, x2, not1, not2, ref Unsafe.AddByteOffset(ref table, 7 * eight), entry);
        c -= not4;
        Even(c, x1, x2, not0, not1, not2, ref Unsafe.AddByteOffset(ref table, 5 * eight), entry);
        c += x3;
        Odd(c, x0, x1, x2, not1, not2, ref Unsafe.AddByteOffset(ref table, 4 * eight), entry);
    }

    // The eight entries whose upper bits have an even parity.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Even(
        Vector256<byte> c0, Vector256<byte> x1, Vector256<byte> x2, Vector256<byte> not0, Vector256<byte> not1, Vector256<byte> not2, ref byte table, nuint entry)
    {
        Vector256<byte> c1 = c0 + not0, c2 = c0 + not1, c3 = c1 - x1;
        Store(c0, c1, c2, c3, ref table, entry);
        Store(c0 + not2, c1 - x2, c2 - x2, c3 + not2, ref Unsafe.AddByteOffset(ref table, 4 * entry), entry);
    }

    // The eight entries whose upper bits have an odd parity.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Odd(
        Vector256<byte> c0, Vector256<byte> x0, Vector256<byte> x1, Vector256<byte> x2, Vector256<byte> not1, Vector256<byte> not2, ref byte table, nuint entry)
    {
        Vector256<byte> c1 = c0 - x0, c2 = c0 - x1, c3 = c1 + not1;
        Store(c0, c1, c2, c3, ref table, entry);
        Store(c0 - x2, c1 + not2, c2 + not2, c3 - x2, ref Unsafe.AddByteOffset(ref table, 4 * entry), entry);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<byte> c0, Vector256<byte> c1, Vector256<byte> c2, Vector256<byte> c3, ref byte table, nuint entry)
    {
        c0.StoreUnsafe(ref table);
        c1.StoreUnsafe(ref table, entry);
        c2.StoreUnsafe(ref table, 2 * entry);
        c3.StoreUnsafe(ref table, 3 * entry);
    }

    // Bit j of both bytes, in bits 0 and 4.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Bit(Vector256<byte> low, Vector256<byte> high, int j)
    {
        Vector256<ushort> upper = j <= 4 ? high.AsUInt16() << (4 - j) : high.AsUInt16() >> (j - 4);
        return ((low.AsUInt16() >> j).AsByte() & Vector256.Create((byte)0x01)) | (upper.AsByte() & Vector256.Create((byte)0x10));
    }
}
