using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>
/// Counts by table look-up, two pixels at once.
/// <code>
/// byte lane    = an output channel: lanes 2i and 2i + 1 are channels i and i + lanes/2
/// weight byte  = 4 bits of the filter, the index into a table
/// table        = 16 bytes chosen by a pair code: popcount for pixel p in the low nibble, for pixel q in the high one
/// t            = sum of 2 or 3 look-ups; each nibble is at most 12
/// T += t (bytes),  H += t >> 4 (16-bit shift, byte sums)
/// </code>
/// With n0, n1 the sums of p and q in an even lane and n2, n3 in the odd lane above it, all modulo 256:
/// T = (n0 + 16·n1, n2 + 16·n3), H = (n1 + 16·n2, n3). So n3 = H_odd, n2 = T_odd − 16·n3, n1 = H_even − 16·n2, n0 = T_even − 16·n1, which is exact
/// while every sum is below 256: a word adds 32 at most, so the bytes are emptied every 7 words (224) into 16-bit counts (2047 words: 65504).
/// </summary>
internal readonly unsafe struct PairCodeTile<TLanes, TVector> : IBinaryTile
    where TLanes : struct, IByteLanes<TVector>
    where TVector : struct
{
    private const int WordsPerFlush = 7;

    public static int PixelsPerCode => 2;

    public static int BytesPerWord => PairCodes.BytesPerWord;

    public static int BlockChannels => Math.Max(32, TLanes.Count);

    public static int MaxDepthInWords => 2047;

    private static int Pixels => PixelsPerCode * IBinaryTile.MaxColumns;

    public static int BlockBytes(int depthInWords) => checked(BlockChannels * PairCodes.PerWord * depthInWords);

    public static int WorkBytes(int depthInWords) => Pixels * TLanes.Count * sizeof(ushort);

    public static void PackBlock(ReadOnlySpan<uint> filters, int channels, int depthInWords, Span<byte> block)
    {
        int half = TLanes.Count / 2;
        for (int channel = 0; channel < channels; channel++)
        {
            int vector = channel / TLanes.Count;
            int within = channel % TLanes.Count;
            int lane = within < half ? 2 * within : (2 * (within - half)) + 1;
            for (int word = 0; word < depthInWords; word++)
            {
                uint bits = filters[(channel * depthInWords) + word];
                int at = (((vector * depthInWords) + word) * PairCodes.PerWord * TLanes.Count) + lane;
                for (int index = 0; index < PairCodes.PerWord; index++)
                    block[at + (index * TLanes.Count)] = (byte)((bits >> (4 * PairCodes.Nibble(index))) & 15);
            }
        }
    }

    public static void EncodeRow(ReadOnlySpan<uint> row, int count, int distance, Span<byte> codes) => PairCodes.EncodeRow(row, count, distance, codes);

    public static void PrepareTile(in BinaryTileOperands tile)
    {
        // The codes of the row serve as they are.
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in BinaryTileOperands tile, ReadOnlySpan<byte> block, Span<int> dots)
    {
        // The tables lie in a pinned array that a static field keeps, so their address is a constant.
        byte* tables = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(PairCodes.Tables.AsSpan<byte>()));
        ref byte counts = ref MemoryMarshal.GetReference(tile.Work[..WorkBytes(tile.WordOffsets.Length)]);
        ref int dot = ref MemoryMarshal.GetReference(dots[..(((IBinaryTile.MaxColumns + tile.Columns - 1) * tile.DotStride) + BlockChannels)]);
        int vectorBytes = TLanes.Count * PairCodes.PerWord * tile.WordOffsets.Length;
        for (int vector = 0; vector < BlockChannels / TLanes.Count; vector++)
        {
            ref byte weights = ref MemoryMarshal.GetReference(block.Slice(vector * vectorBytes, vectorBytes));
            var target = new Target(ref counts, ref Unsafe.Add(ref dot, vector * TLanes.Count), tile.DotStride, tile.Depth);
            switch (tile.Columns)
            {
                case 1: Count<Columns1>(tile, ref weights, tables, target); break;
                case 2: Count<Columns2>(tile, ref weights, tables, target); break;
                case 3: Count<Columns3>(tile, ref weights, tables, target); break;
                default: Count<Columns4>(tile, ref weights, tables, target); break;
            }
        }
    }

    // Every code offset lies in the tile's row codes, every code selects one of 256 tables, and the weights hold 8 vectors for each offset.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count<TColumns>(in BinaryTileOperands tile, ref byte weights, byte* tables, in Target target)
        where TColumns : struct, IColumns
    {
        ref byte codes = ref MemoryMarshal.GetReference(tile.Codes);
        ref int offsets = ref MemoryMarshal.GetReference(tile.WordOffsets);
        nuint step = (nuint)tile.ColumnStep;
        nuint words = (nuint)tile.WordOffsets.Length;
        nuint lanes = (nuint)TLanes.Count;
        nuint weight = 0;
        for (nuint begin = 0; begin < words; begin += WordsPerFlush)
        {
            nuint end = Math.Min(words, begin + WordsPerFlush);
            TVector t0 = default, t1 = default, t2 = default, t3 = default;
            TVector h0 = default, h1 = default, h2 = default, h3 = default;
            for (nuint word = begin; word < end; word++)
            {
                ref byte code0 = ref Unsafe.AddByteOffset(ref codes, (nuint)(uint)Unsafe.Add(ref offsets, word));
                ref byte code1 = ref TColumns.Count > 1 ? ref Unsafe.AddByteOffset(ref code0, step) : ref code0;
                ref byte code2 = ref TColumns.Count > 2 ? ref Unsafe.AddByteOffset(ref code1, step) : ref code0;
                ref byte code3 = ref TColumns.Count > 3 ? ref Unsafe.AddByteOffset(ref code2, step) : ref code0;
                TVector w0 = TLanes.Load(ref weights, weight);
                TVector w1 = TLanes.Load(ref weights, weight + lanes);
                TVector w2 = TLanes.Load(ref weights, weight + (2 * lanes));
                Add(Three(tables, ref code0, 0, w0, w1, w2), ref t0, ref h0);
                if (TColumns.Count > 1)
                    Add(Three(tables, ref code1, 0, w0, w1, w2), ref t1, ref h1);
                if (TColumns.Count > 2)
                    Add(Three(tables, ref code2, 0, w0, w1, w2), ref t2, ref h2);
                if (TColumns.Count > 3)
                    Add(Three(tables, ref code3, 0, w0, w1, w2), ref t3, ref h3);
                w0 = TLanes.Load(ref weights, weight + (3 * lanes));
                w1 = TLanes.Load(ref weights, weight + (4 * lanes));
                w2 = TLanes.Load(ref weights, weight + (5 * lanes));
                Add(Three(tables, ref code0, 6, w0, w1, w2), ref t0, ref h0);
                if (TColumns.Count > 1)
                    Add(Three(tables, ref code1, 6, w0, w1, w2), ref t1, ref h1);
                if (TColumns.Count > 2)
                    Add(Three(tables, ref code2, 6, w0, w1, w2), ref t2, ref h2);
                if (TColumns.Count > 3)
                    Add(Three(tables, ref code3, 6, w0, w1, w2), ref t3, ref h3);
                w0 = TLanes.Load(ref weights, weight + (6 * lanes));
                w1 = TLanes.Load(ref weights, weight + (7 * lanes));
                Add(Two(tables, ref code0, w0, w1), ref t0, ref h0);
                if (TColumns.Count > 1)
                    Add(Two(tables, ref code1, w0, w1), ref t1, ref h1);
                if (TColumns.Count > 2)
                    Add(Two(tables, ref code2, w0, w1), ref t2, ref h2);
                if (TColumns.Count > 3)
                    Add(Two(tables, ref code3, w0, w1), ref t3, ref h3);
                weight += 8 * lanes;
            }
            bool first = begin == 0, last = end == words;
            Flush(t0, h0, target, 0, first, last);
            if (TColumns.Count > 1)
                Flush(t1, h1, target, 1, first, last);
            if (TColumns.Count > 2)
                Flush(t2, h2, target, 2, first, last);
            if (TColumns.Count > 3)
                Flush(t3, h3, target, 3, first, last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Look(byte* tables, ref byte codes, int at, TVector weights) =>
        TLanes.Lookup(TLanes.Table(tables + Unsafe.ReadUnaligned<ushort>(ref Unsafe.AddByteOffset(ref codes, at))), weights);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Three(byte* tables, ref byte codes, int at, TVector w0, TVector w1, TVector w2) =>
        TLanes.AddBytes(TLanes.AddBytes(Look(tables, ref codes, at, w0), Look(tables, ref codes, at + 2, w1)), Look(tables, ref codes, at + 4, w2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Two(byte* tables, ref byte codes, TVector w0, TVector w1) =>
        TLanes.AddBytes(Look(tables, ref codes, 12, w0), Look(tables, ref codes, 14, w1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TVector t, ref TVector total, ref TVector high)
    {
        total = TLanes.AddBytes(total, t);
        high = TLanes.AddBytes(high, TLanes.ShiftRight16(t, 4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Flush(TVector total, TVector high, in Target target, int column, bool first, bool last)
    {
        TVector n3 = TLanes.ShiftRight16(high, 8);
        TVector n2 = TLanes.LowBytes(TLanes.Subtract16(TLanes.ShiftRight16(total, 8), TLanes.ShiftLeft16(n3, 4)));
        TVector n1 = TLanes.LowBytes(TLanes.Subtract16(high, TLanes.ShiftLeft16(n2, 4)));
        TVector n0 = TLanes.LowBytes(TLanes.Subtract16(total, TLanes.ShiftLeft16(n1, 4)));
        nuint vector = (nuint)TLanes.Count;
        ref byte counts = ref Unsafe.AddByteOffset(ref target.Counts, (nuint)column * 4 * vector);
        if (!first)
        {
            n0 = TLanes.Add16(n0, TLanes.Load(ref counts, 0));
            n2 = TLanes.Add16(n2, TLanes.Load(ref counts, vector));
            n1 = TLanes.Add16(n1, TLanes.Load(ref counts, 2 * vector));
            n3 = TLanes.Add16(n3, TLanes.Load(ref counts, 3 * vector));
        }
        if (!last)
        {
            TLanes.Store(n0, ref counts, 0);
            TLanes.Store(n2, ref counts, vector);
            TLanes.Store(n1, ref counts, 2 * vector);
            TLanes.Store(n3, ref counts, 3 * vector);
            return;
        }
        ref int p = ref Unsafe.Add(ref target.Dots, column * target.Stride);
        ref int q = ref Unsafe.Add(ref p, IBinaryTile.MaxColumns * target.Stride);
        TLanes.StoreDots(n0, target.Depth, ref p, 0);
        TLanes.StoreDots(n2, target.Depth, ref p, vector / 2);
        TLanes.StoreDots(n1, target.Depth, ref q, 0);
        TLanes.StoreDots(n3, target.Depth, ref q, vector / 2);
    }

    /// <summary>Where sums go: 16-bit counts between flushes, dots after the last one.</summary>
    private readonly ref struct Target(ref byte counts, ref int dots, int stride, int depth)
    {
        public readonly ref byte Counts = ref counts;
        public readonly ref int Dots = ref dots;
        public readonly int Stride = stride;
        public readonly int Depth = depth;
    }

    private interface IColumns
    {
        static abstract int Count { get; }
    }

    private readonly struct Columns1 : IColumns
    {
        public static int Count => 1;
    }

    private readonly struct Columns2 : IColumns
    {
        public static int Count => 2;
    }

    private readonly struct Columns3 : IColumns
    {
        public static int Count => 3;
    }

    private readonly struct Columns4 : IColumns
    {
        public static int Count => 4;
    }
}
