using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OneBit.Kernels;

/// <summary>
/// Tables of what a byte of 64 pixels can add to their sums: entry e of a byte x is ⌊popcount((x ⊕ e) &amp; 127) / 2⌋, pixel by pixel. A byte of an entry
/// holds two pixels, one a nibble.
/// </summary>
internal static class SumTables
{
    /// <summary>Entries of a table.</summary>
    public const int Entries = 1 << LiftedBytes.GroupBits;

    private const int Vector = 32, LowBits = 3, LowEntries = 1 << LowBits, HighEntries = Entries / LowEntries;

    // Look-ups of nibbles, each 32 bytes for the pixels of low nibbles and 32 for those of high ones.
    private const int HalfLow = 0, HalfHigh = HalfLow + (LowEntries * 2 * Vector), Whole = HalfHigh + (HighEntries * 2 * Vector), Parity = Whole + (LowEntries * 2 * Vector), End = Parity + (2 * Vector);

    private static readonly AlignedBuffer Nibbles = BuildNibbles();

    /// <summary>The 32-byte column at <paramref name="table"/> of the entries of 2^<paramref name="bits"/> values.</summary>
    /// <param name="low">Bytes of the pixels of low nibbles.</param>
    /// <param name="high">Bytes of the pixels of high nibbles.</param>
    /// <param name="bits">Bits that are looked up, 1 to 7.</param>
    /// <param name="table">The column of entry 0.</param>
    /// <param name="entry">Bytes of an entry.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BuildHalves(Vector256<byte> low, Vector256<byte> high, int bits, ref byte table, nuint entry)
    {
        ref byte n = ref MemoryMarshal.GetReference(Nibbles.AsSpan<byte>());
        Vector256<byte> seven = Vector256.Create((byte)7), fifteen = Vector256.Create((byte)15), ones = Vector256.Create((byte)0x11);
        Vector256<byte> low0 = low & seven, high0 = high & seven, low1 = (low.AsUInt16() >> LowBits).AsByte() & fifteen, high1 = (high.AsUInt16() >> LowBits).AsByte() & fifteen;
        Vector256<byte> a0 = Two(ref n, HalfLow, low0, high0), a1 = Two(ref n, HalfLow + 64, low0, high0), a2 = Two(ref n, HalfLow + 128, low0, high0), a3 = Two(ref n, HalfLow + 192, low0, high0);
        Vector256<byte> a4 = Two(ref n, HalfLow + 256, low0, high0), a5 = Two(ref n, HalfLow + 320, low0, high0), a6 = Two(ref n, HalfLow + 384, low0, high0), a7 = Two(ref n, HalfLow + 448, low0, high0);
        Vector256<byte> parity0 = Two(ref n, Parity, low0, high0), parity1 = Two(ref n, Parity, low1, high1);
        nuint odd = entry * 2, next = entry * LowEntries;
        int highEntries = bits <= LowBits ? 1 : 1 << (bits - LowBits);
        for (int e = 0; e < highEntries; e++, table = ref Unsafe.AddByteOffset(ref table, next))
        {
            // ⌊(a + b) / 2⌋ = ⌊a / 2⌋ + ⌊b / 2⌋ + (a and b are odd)
            Vector256<byte> half = Two(ref n, HalfHigh + (nuint)(e * 64), low1, high1);
            Vector256<byte> isOdd = (BitOperations.PopCount((uint)e) & 1) == 0 ? parity1 : parity1 ^ ones;
            Vector256<byte> even = half + (parity0 & isOdd), uneven = half + (Vector256.AndNot(isOdd, parity0));
            ref byte second = ref Unsafe.AddByteOffset(ref table, odd * 2);
            (a0 + even).StoreUnsafe(ref table);
            (a1 + uneven).StoreUnsafe(ref table, entry);
            (a2 + uneven).StoreUnsafe(ref table, odd);
            (a3 + even).StoreUnsafe(ref table, odd + entry);
            (a4 + uneven).StoreUnsafe(ref second);
            (a5 + even).StoreUnsafe(ref second, entry);
            (a6 + even).StoreUnsafe(ref second, odd);
            (a7 + uneven).StoreUnsafe(ref second, odd + entry);
        }
    }

    /// <summary>As the other one for a byte of at most three bits that is counted whole: entry e is popcount(x ⊕ e).</summary>
    public static void BuildWhole(Vector256<byte> low, Vector256<byte> high, ref byte table, nuint entry)
    {
        ref byte n = ref MemoryMarshal.GetReference(Nibbles.AsSpan<byte>());
        Vector256<byte> seven = Vector256.Create((byte)7);
        for (nuint e = 0; e < LowEntries; e++)
            Two(ref n, Whole + (e * 64), low & seven, high & seven).StoreUnsafe(ref table, e * entry);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Two(ref byte nibbles, nuint at, Vector256<byte> low, Vector256<byte> high) =>
        Avx2.Shuffle(Vector256.LoadUnsafe(ref nibbles, at), low) | Avx2.Shuffle(Vector256.LoadUnsafe(ref nibbles, at + Vector), high);

    private static AlignedBuffer BuildNibbles()
    {
        var buffer = new AlignedBuffer(End);
        Span<byte> all = buffer.AsSpan<byte>();
        for (int i = 0; i < Vector; i++)
        {
            int nibble = i % 16;
            for (int e = 0; e < LowEntries; e++)
            {
                Set(all, HalfLow + (e * 2 * Vector) + i, BitOperations.PopCount((uint)((nibble & 7) ^ e)) / 2);
                Set(all, Whole + (e * 2 * Vector) + i, BitOperations.PopCount((uint)((nibble & 7) ^ e)));
            }
            for (int e = 0; e < HighEntries; e++)
                Set(all, HalfHigh + (e * 2 * Vector) + i, BitOperations.PopCount((uint)(nibble ^ e)) / 2);
            Set(all, Parity + i, BitOperations.PopCount((uint)nibble) & 1);
        }
        return buffer;
    }

    private static void Set(Span<byte> nibbles, int at, int value)
    {
        nibbles[at] = (byte)value;
        nibbles[at + Vector] = (byte)(value << 4);
    }
}
