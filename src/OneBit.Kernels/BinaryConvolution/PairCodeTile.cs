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
internal readonly unsafe partial struct PairCodeTile<TLanes, TVector, TVectors> : IBinaryTile
    where TLanes : struct, IByteLanes<TVector>
    where TVector : struct
    where TVectors : struct, ICount
{
    private const int WordsPerFlush = 7, MaxWords = 2047;

    private const int MaxCodes = 28;

    private static int BlockChannels => Math.Max(32, TVectors.Value * TLanes.Count);

    /// <summary>Columns that are counted side by side: 4 vectors of T and 4 of H.</summary>
    private static int StepColumns => 4 / TVectors.Value;

    /// <summary>Bytes of a code's 16-bit counts.</summary>
    private static int CountBytes => 2 * TVectors.Value * TLanes.Count * sizeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static BinaryTileLayout? Layout(BinaryConvolutionShape shape) => (long)shape.FilterHeight * shape.FilterWidth * shape.GroupWords > MaxWords ? null : new(
        Pixels: 2,
        MaxCodes: MaxCodes,
        BlockChannels: BlockChannels,
        Units: shape.GroupWords,
        Slots: shape.GroupWords,
        UnitBytes: PairCodes.BytesPerWord,
        SlotBytes: PairCodes.BytesPerWord,
        BlockBytes: (long)BlockChannels * PairCodes.PerWord * shape.FilterHeight * shape.FilterWidth * shape.GroupWords,
        WorkBytes: MaxCodes * CountBytes);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackBlock(BinaryConvolutionShape shape, ReadOnlySpan<uint> filters, int channels, Span<byte> block)
    {
        int depthInWords = shape.DepthInWords;
        int half = TLanes.Count / 2;
        for (int channel = 0; channel < channels; channel++)
        {
            int vector = channel / TLanes.Count;
            int within = channel % TLanes.Count;
            int lane = within < half ? 2 * within : (2 * (within - half)) + 1;
            for (int word = 0; word < depthInWords; word++)
            {
                uint bits = filters[(channel * depthInWords) + word];
                int at = (((vector / TVectors.Value * depthInWords) + word) * PairCodes.PerWord * TVectors.Value * TLanes.Count) + (vector % TVectors.Value * TLanes.Count) + lane;
                for (int index = 0; index < PairCodes.PerWord; index++)
                    block[at + (index * TVectors.Value * TLanes.Count)] = (byte)((bits >> (4 * PairCodes.Nibble(index))) & 15);
            }
        }
    }

    public static void EncodeRow(BinaryTilePlan plan, ReadOnlySpan<uint> row, int slot, Span<byte> codes, Span<byte> work)
    {
        int rowBytes = plan.RowSlots * PairCodes.BytesPerWord, words = plan.Shape.InputWords;
        PairCodes.EncodeRow(row, plan.Positions * words, plan.CodeDistance * words, codes.Slice(slot * rowBytes, rowBytes));
    }

    public static void PrepareTile(in BinaryTileOperands tile)
    {
        // The codes of the row serve as they are.
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in BinaryTileOperands tile, ReadOnlySpan<byte> block, Span<int> dots)
    {
        // The tables lie in a pinned array that a static field keeps, so their address is a constant.
        byte* tables = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(PairCodes.Tables.AsSpan<byte>()));
        ref byte counts = ref MemoryMarshal.GetReference(tile.Work[..(MaxCodes * CountBytes)]);
        ref int dot = ref MemoryMarshal.GetReference(dots[..(((MaxCodes + (tile.Rows * tile.Columns) - 1) * tile.DotStride) + BlockChannels)]);
        ref byte codes = ref MemoryMarshal.GetReference(tile.Codes[tile.First..]);
        int words = tile.Units, wordBytes = PairCodes.PerWord * TVectors.Value * TLanes.Count;
        for (int vector = 0; vector < BlockChannels / TLanes.Count; vector += TVectors.Value)
        {
            ref byte weights = ref MemoryMarshal.GetReference(block.Slice(vector / TVectors.Value * words * wordBytes, words * wordBytes));
            // The weights between two flushes stay in the first cache for all codes.
            for (int begin = 0; begin < words; begin += WordsPerFlush)
            {
                int end = Math.Min(words, begin + WordsPerFlush);
                for (int row = 0, rows; row < tile.Rows; row += rows)
                {
                    // A column that would be left over goes beside the same column of the next row.
                    rows = TVectors.Value == 2 && tile.Columns % 2 != 0 && row + 1 < tile.Rows ? 2 : 1;
                    int code = row * tile.Columns, columns = rows == 2 ? 1 : StepColumns;
                    var run = new WordRun(
                        ref MemoryMarshal.GetReference(tile.RowOffsets(row)[begin..end]),
                        ref MemoryMarshal.GetReference(tile.RowOffsets(row + rows - 1)[begin..end]),
                        ref Unsafe.Add(ref weights, begin * wordBytes))
                    {
                        Words = end - begin,
                        Step = tile.ColumnStep,
                        Beside = rows == 2 ? 0 : tile.ColumnStep,
                        Ahead = ((end - begin) * wordBytes) + (code / StepColumns * CacheLines.FetchedBytes),
                    };
                    var target = new Target(ref Unsafe.Add(ref counts, code * CountBytes), ref Unsafe.Add(ref dot, (code * tile.DotStride) + (vector * TLanes.Count)))
                    {
                        Stride = tile.DotStride,
                        Depth = tile.Depth,
                        First = begin == 0,
                        Last = end == words,
                        Beside = rows == 2 ? tile.Columns : 1,
                        Columns = columns,
                    };
                    int steps = tile.Columns / columns, done = steps * columns;
                    Count(run, ref codes, tables, target, columns * rows, steps);
                    if (done < tile.Columns)
                        Count(run, ref Unsafe.Add(ref codes, done * tile.ColumnStep), tables, target.Behind(done), tile.Columns - done, 1);
                }
            }
        }
    }

    private static void Count(in WordRun run, ref byte codes, byte* tables, in Target target, int codesAtOnce, int steps)
    {
        switch (codesAtOnce)
        {
            case 1 when TVectors.Value == 2: CountTwo<One>(run, ref codes, tables, target, steps); break;
            case 2 when TVectors.Value == 2: CountTwo<Two>(run, ref codes, tables, target, steps); break;
            case 1: Count<One>(run, ref codes, tables, target, steps); break;
            case 2: Count<Two>(run, ref codes, tables, target, steps); break;
            case 3: Count<Three>(run, ref codes, tables, target, steps); break;
            default: Count<Four>(run, ref codes, tables, target, steps); break;
        }
    }

    // Every code offset lies in the ring's codes, every code selects one of 256 tables, and the weights hold 8 vectors for each offset.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count<TColumns>(in WordRun run, ref byte codes, byte* tables, in Target target, int steps)
        where TColumns : struct, ICount
    {
        ref int offsets = ref run.Offsets;
        nuint step = (nuint)run.Step, words = (nuint)run.Words, lanes = (nuint)TLanes.Count;
        ref byte counts = ref target.Counts;
        ref int dots = ref target.Dots;
        for (int i = 0; i < steps; i++)
        {
            ref byte weights = ref run.Weights;
            if (steps > 1)
                run.FetchNext(i);
            TVector t0 = default, t1 = default, t2 = default, t3 = default;
            TVector h0 = default, h1 = default, h2 = default, h3 = default;
            for (nuint word = 0; word < words; word++)
            {
                ref byte code0 = ref Unsafe.AddByteOffset(ref codes, (nuint)(uint)Unsafe.Add(ref offsets, word));
                ref byte code1 = ref TColumns.Value > 1 ? ref Unsafe.AddByteOffset(ref code0, step) : ref code0;
                ref byte code2 = ref TColumns.Value > 2 ? ref Unsafe.AddByteOffset(ref code1, step) : ref code0;
                ref byte code3 = ref TColumns.Value > 3 ? ref Unsafe.AddByteOffset(ref code2, step) : ref code0;
                TVector w0 = TLanes.Load(ref weights, 0);
                TVector w1 = TLanes.Load(ref weights, lanes);
                TVector w2 = TLanes.Load(ref weights, 2 * lanes);
                Add(Three(tables, ref code0, 0, w0, w1, w2), ref t0, ref h0);
                if (TColumns.Value > 1)
                    Add(Three(tables, ref code1, 0, w0, w1, w2), ref t1, ref h1);
                if (TColumns.Value > 2)
                    Add(Three(tables, ref code2, 0, w0, w1, w2), ref t2, ref h2);
                if (TColumns.Value > 3)
                    Add(Three(tables, ref code3, 0, w0, w1, w2), ref t3, ref h3);
                w0 = TLanes.Load(ref weights, 3 * lanes);
                w1 = TLanes.Load(ref weights, 4 * lanes);
                w2 = TLanes.Load(ref weights, 5 * lanes);
                Add(Three(tables, ref code0, 6, w0, w1, w2), ref t0, ref h0);
                if (TColumns.Value > 1)
                    Add(Three(tables, ref code1, 6, w0, w1, w2), ref t1, ref h1);
                if (TColumns.Value > 2)
                    Add(Three(tables, ref code2, 6, w0, w1, w2), ref t2, ref h2);
                if (TColumns.Value > 3)
                    Add(Three(tables, ref code3, 6, w0, w1, w2), ref t3, ref h3);
                w0 = TLanes.Load(ref weights, 6 * lanes);
                w1 = TLanes.Load(ref weights, 7 * lanes);
                Add(Two(tables, ref code0, w0, w1), ref t0, ref h0);
                if (TColumns.Value > 1)
                    Add(Two(tables, ref code1, w0, w1), ref t1, ref h1);
                if (TColumns.Value > 2)
                    Add(Two(tables, ref code2, w0, w1), ref t2, ref h2);
                if (TColumns.Value > 3)
                    Add(Two(tables, ref code3, w0, w1), ref t3, ref h3);
                weights = ref Unsafe.AddByteOffset(ref weights, 8 * lanes);
            }
            Flush(t0, h0, target, ref counts, ref dots, 0, 0);
            if (TColumns.Value > 1)
                Flush(t1, h1, target, ref counts, ref dots, 1, 0);
            if (TColumns.Value > 2)
                Flush(t2, h2, target, ref counts, ref dots, 2, 0);
            if (TColumns.Value > 3)
                Flush(t3, h3, target, ref counts, ref dots, 3, 0);
            codes = ref Unsafe.AddByteOffset(ref codes, (nuint)TColumns.Value * step);
            counts = ref Unsafe.Add(ref counts, TColumns.Value * CountBytes);
            dots = ref Unsafe.Add(ref dots, TColumns.Value * target.Stride);
        }
    }
}
