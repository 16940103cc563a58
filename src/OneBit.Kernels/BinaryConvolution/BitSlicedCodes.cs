using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>
/// Codes of activations for <see cref="BitSlicedTile{TLanes}"/>: per position, of eight pixels, and group of six bits
/// <code>
/// table   64 bytes; bit p of byte i = popcount(i ⊕ code of pixel p) ≥ 4
/// matrix   8 bytes; byte 7 − p, bits 0 to 5 = parity(code of p) ⊕ code's bits, bit 6 = 1, bit 7 = bit 1 of popcount(code)
/// </code>
/// and behind a tap's last group one more matrix, of 0x3F | parity(code) &lt;&lt; 7. The matrices of all rows follow the tables of all rows.
/// </summary>
internal static class BitSlicedCodes<TLanes>
    where TLanes : struct, IBitSliceLanes
{
    public const int Pixels = 8, TableBytes = 64, MatrixBytes = 8;

    private const int GroupsPerStep = 8, BitsPerStep = 48;

    /// <summary>Scratch of <see cref="EncodeRow"/>.</summary>
    public static int WorkBytes(int channels) => Quadwords(channels) * Vector512<byte>.Count;

    /// <summary>Quadwords of a pixel's bits, with one to read beyond.</summary>
    private static int Quadwords(int channels) => (((TapBits.Groups(channels) + GroupsPerStep) * 6) / 64) + 2;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EncodeRow(BinaryTilePlan plan, ReadOnlySpan<uint> row, int slot, Span<byte> codes, Span<byte> work)
    {
        BinaryConvolutionShape shape = plan.Shape;
        int slots = plan.Layout.Slots, words = shape.GroupWords, total = plan.RingRows * plan.RowSlots, first = slot * plan.RowSlots;
        Span<byte> tables = codes.Slice(first * TableBytes, plan.RowSlots * TableBytes);
        Span<byte> matrices = codes.Slice((total * TableBytes) + (first * MatrixBytes), plan.RowSlots * MatrixBytes);
        Span<Vector512<ulong>> bits = MemoryMarshal.Cast<byte, Vector512<ulong>>(work)[..Quadwords(shape.GroupInputChannels)];
        int distance = plan.CodeDistance * shape.InputWords;
        for (int position = 0; position < plan.Positions; position++)
        {
            for (int group = 0; group < shape.Groups; group++)
            {
                Load(row[((position * shape.InputWords) + (group * words))..], words, distance, bits);
                int at = ((position * shape.Groups) + group) * slots;
                Encode(shape.GroupInputChannels, bits, tables.Slice(at * TableBytes, slots * TableBytes), matrices.Slice(at * MatrixBytes, slots * MatrixBytes));
            }
        }
    }

    /// <summary>Quadword i of the eight pixels' words side by side; zeros behind the last word.</summary>
    private static void Load(ReadOnlySpan<uint> words, int count, int distance, Span<Vector512<ulong>> bits)
    {
        ref uint word = ref MemoryMarshal.GetReference(words[..(((Pixels - 1) * distance) + count)]);
        int whole = count / 2;
        for (int i = 0; i < whole; i++, word = ref Unsafe.Add(ref word, 2))
        {
            bits[i] = Vector512.Create(
                Two(ref word, 0), Two(ref word, distance), Two(ref word, 2 * distance), Two(ref word, 3 * distance),
                Two(ref word, 4 * distance), Two(ref word, 5 * distance), Two(ref word, 6 * distance), Two(ref word, 7 * distance));
        }
        bits[whole..].Clear();
        if (count % 2 != 0)
        {
            bits[whole] = Vector512.Create(
                One(ref word, 0), One(ref word, distance), One(ref word, 2 * distance), One(ref word, 3 * distance),
                One(ref word, 4 * distance), One(ref word, 5 * distance), One(ref word, 6 * distance), One(ref word, 7 * distance));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Two(ref uint word, int offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<uint, byte>(ref Unsafe.Add(ref word, offset)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong One(ref uint word, int offset) => Unsafe.Add(ref word, offset);

    // Eight groups a step. Tables and matrices have a slot for each group and one more.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Encode(int channels, Span<Vector512<ulong>> bits, Span<byte> tables, Span<byte> matrices)
    {
        int groups = TapBits.Groups(channels), firstParity = TapBits.ByteChannels(channels);
        ulong parities = 0;
        for (int group = 0; group < groups; group += GroupsPerStep)
        {
            int from = group / GroupsPerStep * BitsPerStep, to = firstParity + group;
            Vector512<byte> codes = Codes(bits, from, to, Math.Clamp(groups - 1 - group, 0, GroupsPerStep), out parities);
            // Byte 8g + 7 − p: the code of pixel p in group g.
            codes = TLanes.Permute(codes, Permutation.ByGroup);
            Vector512<byte> steps = TLanes.Permute(Permutation.MatrixRows, codes);
            int count = Math.Min(GroupsPerStep, groups - group);
            MemoryMarshal.AsBytes(new ReadOnlySpan<Vector512<byte>>(in steps))[..(count * MatrixBytes)].CopyTo(matrices[(group * MatrixBytes)..]);
            WriteTables(codes, tables.Slice(group * TableBytes, count * TableBytes));
        }
        ulong last = (parities >> ((groups - 1) % GroupsPerStep)) & 0x0101_0101_0101_0101;
        BinaryPrimitives.WriteUInt64BigEndian(matrices[(groups * MatrixBytes)..], (last << 7) | 0x3F3F_3F3F_3F3F_3F3F);
    }

    /// <summary>
    /// Byte 8p + i: the six bits from <paramref name="from"/> + 6i on of pixel p. The parities of the first <paramref name="kept"/> groups become its bits from
    /// <paramref name="to"/> on, a multiple of 8; a step may read parities of its own, so it is repeated until they stand.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Codes(Span<Vector512<ulong>> bits, int from, int to, int kept, out ulong parities)
    {
        ref Vector512<ulong> target = ref bits[to / 64];
        Vector512<ulong> others = target;
        ulong mask = ((1UL << kept) - 1) * 0x0101_0101_0101_0101, written = 0;
        while (true)
        {
            Vector512<byte> codes = TLanes.MultiShift(Permutation.Sixes, Window(bits, from)) & Vector512.Create((byte)0x3F);
            // Bit 7 of a byte: its parity. So bit 8p + i of the number: that of group i of pixel p.
            parities = TLanes.Affine(codes, Vector512.Create(0x3FUL).AsByte()).ExtractMostSignificantBits();
            if ((parities & mask) == written)
                return codes;
            written = parities & mask;
            target = others | ((TLanes.Permute(Vector512.Create(written).AsByte(), Permutation.BytePerQuadword).AsUInt64() & Vector512.Create(0xFFUL)) << (to % 64));
            if (from + BitsPerStep <= to)
                return codes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Window(Span<Vector512<ulong>> bits, int from)
    {
        int shift = from % 64;
        Vector512<ulong> low = bits[from / 64] >> shift;
        return shift <= 64 - BitsPerStep ? low : low | (bits[(from / 64) + 1] << (64 - shift));
    }

    /// <summary>
    /// With x = i ⊕ code in two halves of three bits, each of sum s + 2c: popcount(x) ≥ 4 where two of c_low, c_high and s_low·s_high are 1. The halves are
    /// computed for all eight patterns of eight groups at once, then spread over the 64 bytes of each group.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteTables(Vector512<byte> codes, Span<byte> tables)
    {
        // Byte 8g + k: bit k of the codes of group g, bit p being pixel p's.
        Vector512<byte> slices = TLanes.Affine(Permutation.BitSelectors, codes);
        Half(slices, 0, out Vector512<byte> sumLow, out Vector512<byte> carryLow);
        Half(slices, 3, out Vector512<byte> sumHigh, out Vector512<byte> carryHigh);
        for (int g = 0; g < tables.Length / TableBytes; g++)
        {
            Vector512<byte> low = Permutation.LowPattern(g), high = Permutation.HighPattern(g);
            Vector512<byte> both = TLanes.Permute(sumLow, low) & TLanes.Permute(sumHigh, high);
            TLanes.Majority(TLanes.Permute(carryLow, low), TLanes.Permute(carryHigh, high), both).CopyTo(tables[(g * TableBytes)..]);
        }
    }

    /// <summary>Byte 8g + j: sum and carry of the three bits from <paramref name="first"/> on of j ⊕ code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Half(Vector512<byte> slices, int first, out Vector512<byte> sum, out Vector512<byte> carry)
    {
        Vector512<byte> x0 = TLanes.Permute(slices, Permutation.Spread(first)) ^ Vector512.Create(0xFF00_FF00_FF00_FF00).AsByte();
        Vector512<byte> x1 = TLanes.Permute(slices, Permutation.Spread(first + 1)) ^ Vector512.Create(0xFFFF_0000_FFFF_0000).AsByte();
        Vector512<byte> x2 = TLanes.Permute(slices, Permutation.Spread(first + 2)) ^ Vector512.Create(0xFFFF_FFFF_0000_0000).AsByte();
        sum = TLanes.Xor(x0, x1, x2);
        carry = TLanes.Majority(x0, x1, x2);
    }
}
