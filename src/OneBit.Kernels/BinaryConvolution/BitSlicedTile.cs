using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>
/// Counts eight pixels at once by bit-sliced look-up with lifted parity.
/// <code>
/// byte lane   = an output channel, bit p of it = pixel p
/// tap's bits  = v = channels in whole bytes, then the parities of the groups; group g is v[6g .. 6g + 5] and its parity is v[8·bytes + g]
/// popcount(6) = parity + 2·twos + 4·fours; the parity is counted by a later group, that of a tap's last group by itself
/// twos(w ⊕ a) = twos(w) ⊕ twos(a) ⊕ Σ w_k·(parity(a) ⊕ a_k) mod 2: affine in w, one 8×8 bit matrix for 8 pixels
/// fours(w ⊕ a) = a look-up of w in a table of 64 bytes
/// popcount(tap) = parity(last group) + 2·Σ twos + 4·Σ fours
/// </code>
/// K bits make ⌈(K − 1)/5⌉ groups of two planes instead of K/6 of three. The words of weight 2 and 4 are added by trees of full adders into planes of
/// bits; 8×8 transpositions of bits turn the planes into numbers once per pixel.
/// </summary>
/// <remarks>A weight byte is the six bits, bit 6 = twos(w), bit 7 = 1. Sums stay below 2¹⁵.</remarks>
internal readonly partial struct BitSlicedTile<TLanes> : IBinaryTile
    where TLanes : struct, IBitSliceLanes
{
    private const int Lanes = 64;

    // 6·256 < 2¹¹, so the planes of weight 2 to 1024 hold what a run of groups adds.
    private const int GroupsPerRun = 256;

    // Planes of weight 1 to 2¹⁴.
    private const int PlaneCount = 15;

    private const int MaxDepth = (1 << PlaneCount) - 1;

    private const int MaxCodes = 8;

    private static int Pixels => BitSlicedCodes<TLanes>.Pixels;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static BinaryTileLayout? Layout(BinaryConvolutionShape shape)
    {
        if ((long)shape.FilterHeight * shape.FilterWidth * shape.GroupInputChannels > MaxDepth)
            return null;
        int groups = TapBits.Groups(shape.GroupInputChannels);
        return new(
            Pixels,
            MaxCodes,
            BlockChannels: Lanes,
            Units: groups,
            Slots: groups + 1,
            UnitBytes: BitSlicedCodes<TLanes>.MatrixBytes,
            SlotBytes: BitSlicedCodes<TLanes>.MatrixBytes + BitSlicedCodes<TLanes>.TableBytes,
            BlockBytes: (long)shape.FilterHeight * shape.FilterWidth * groups * Lanes,
            WorkBytes: Math.Max(MaxCodes * PlaneCount * Lanes, BitSlicedCodes<TLanes>.WorkBytes(shape.GroupInputChannels)));
    }

    /// <summary>Layout [group][channel]; the channels' order within a vector is the one that <see cref="StoreDots"/> undoes.</summary>
    public static void PackBlock(BinaryConvolutionShape shape, ReadOnlySpan<uint> filters, int channels, Span<byte> block)
    {
        int taps = shape.FilterHeight * shape.FilterWidth, groups = TapBits.Groups(shape.GroupInputChannels);
        var bits = new TapBits(shape.GroupInputChannels);
        block.Fill(1 << 7);
        for (int channel = 0; channel < channels; channel++)
        {
            int lane = LaneOf(channel);
            for (int tap = 0; tap < taps; tap++)
            {
                bits.Load(filters.Slice(((channel * taps) + tap) * shape.GroupWords, shape.GroupWords));
                for (int g = 0; g < groups; g++)
                {
                    int six = bits.Six(g);
                    block[(((tap * groups) + g) * Lanes) + lane] = (byte)(six | (TapBits.Twos(six) << 6) | (1 << 7));
                }
            }
        }
    }

    public static void EncodeRow(BinaryTilePlan plan, ReadOnlySpan<uint> row, int slot, Span<byte> codes, Span<byte> work) =>
        BitSlicedCodes<TLanes>.EncodeRow(plan, row, slot, codes, work);

    public static void PrepareTile(in BinaryTileOperands tile)
    {
        // The codes of the rows serve as they are.
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in BinaryTileOperands tile, ReadOnlySpan<byte> block, Span<int> dots)
    {
        ref byte weights = ref MemoryMarshal.GetReference(block[..(tile.Units * Lanes)]);
        ref int dot = ref MemoryMarshal.GetReference(dots[..((((Pixels - 1) * MaxCodes) + (tile.Rows * tile.Columns) - 1) * tile.DotStride + Lanes)]);
        int tables = tile.Codes.Length / (BitSlicedCodes<TLanes>.TableBytes + BitSlicedCodes<TLanes>.MatrixBytes) * BitSlicedCodes<TLanes>.TableBytes;
        Span<byte> work = tile.Work[..(MaxCodes * PlaneCount * Lanes)];
        for (int begin = 0; begin < tile.Units; begin += GroupsPerRun)
        {
            int count = Math.Min(GroupsPerRun, tile.Units - begin);
            for (int row = 0; row < tile.Rows; row++)
            {
                ReadOnlySpan<int> offsets = tile.RowOffsets(row);
                for (int column = 0; column < tile.Columns; column++)
                {
                    int code = (row * tile.Columns) + column, at = tile.First + (column * tile.ColumnStep);
                    // The offset of a code is its matrix's; its table is eight times as far into the tables.
                    var operands = new Operands(
                        ref MemoryMarshal.GetReference(offsets),
                        ref weights,
                        ref MemoryMarshal.GetReference(tile.Codes[(at * (BitSlicedCodes<TLanes>.TableBytes / BitSlicedCodes<TLanes>.MatrixBytes))..]),
                        ref MemoryMarshal.GetReference(tile.Codes[(tables + at)..]));
                    ref byte planes = ref MemoryMarshal.GetReference(work[(code * PlaneCount * Lanes)..]);
                    CountGroups(operands, (nuint)begin, (nuint)count, ref planes);
                    if (begin + count == tile.Units)
                        Finish(operands, (nuint)tile.Units, (nuint)tile.UnitsPerTap, ref planes, tile.Depth, ref Unsafe.Add(ref dot, code * tile.DotStride), MaxCodes * tile.DotStride);
                }
            }
        }
    }

    /// <summary>What one code meets: offsets of its groups, weights, tables and matrices.</summary>
    private readonly ref struct Operands(ref int offsets, ref byte weights, ref byte tables, ref byte matrices)
    {
        public readonly ref int Offsets = ref offsets;
        public readonly ref byte Weights = ref weights;
        public readonly ref byte Tables = ref tables;
        public readonly ref byte Matrices = ref matrices;

        /// <summary>Group <paramref name="index"/> from those that the references point at.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void LookUp(ref int offsets, ref byte weights, nuint index, out Vector512<byte> twos, out Vector512<byte> fours)
        {
            nuint offset = (nuint)(uint)Unsafe.Add(ref offsets, index);
            Vector512<byte> weight = Vector512.LoadUnsafe(ref weights, index * Lanes);
            twos = TLanes.Affine(weight, Matrix(offset));
            fours = TLanes.Permute(Vector512.LoadUnsafe(ref Tables, offset * (BitSlicedCodes<TLanes>.TableBytes / BitSlicedCodes<TLanes>.MatrixBytes)), weight);
        }

        /// <summary>Parities of a tap's last group.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<byte> LookUpParity(nuint lastGroup)
        {
            nuint offset = (nuint)(uint)Unsafe.Add(ref Offsets, lastGroup);
            return TLanes.Affine(Vector512.LoadUnsafe(ref Weights, lastGroup * Lanes), Matrix(offset + BitSlicedCodes<TLanes>.MatrixBytes));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector512<byte> Matrix(nuint offset) => Vector512.Create(Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref Matrices, offset))).AsByte();
    }
}
