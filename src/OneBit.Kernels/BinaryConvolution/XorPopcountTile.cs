using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OneBit.Kernels;

/// <summary>
/// Counts by 64-bit xor and population count: 2 pixels × 4 channels at a time, so that 6 loads serve 8 counts. The tile's pixels are gathered
/// once; 8 counters and 6 operands fit the integer registers.
/// </summary>
internal readonly struct XorPopcountTile : IBinaryTile
{
    private const int ChannelsPerStep = 4;
    private const int MaxCodes = 16, BlockChannels = 32;

    /// <summary>Counts are int32, so any filter whose K is one.</summary>
    public static BinaryTileLayout? Layout(BinaryConvolutionShape shape) => Words(shape) > int.MaxValue / 64 ? null : new(
        Pixels: 1,
        MaxCodes,
        BlockChannels,
        Units: shape.GroupWords,
        Slots: shape.GroupWords,
        UnitBytes: sizeof(uint),
        SlotBytes: sizeof(uint),
        BlockBytes: (Words(shape) + 1) / 2 * BlockChannels * sizeof(ulong),
        WorkBytes: (Words(shape) + 1) / 2 * MaxCodes * sizeof(ulong));

    /// <summary>Layout [channel / 4][long][channel % 4].</summary>
    public static void PackBlock(BinaryConvolutionShape shape, ReadOnlySpan<uint> filters, int channels, Span<byte> block)
    {
        int depthInWords = shape.DepthInWords;
        Span<uint> words = MemoryMarshal.Cast<byte, uint>(block);
        int longs = Longs(depthInWords);
        for (int channel = 0; channel < channels; channel++)
        {
            for (int word = 0; word < depthInWords; word++)
            {
                int at = (((channel / ChannelsPerStep * longs) + (word / 2)) * ChannelsPerStep) + (channel % ChannelsPerStep);
                words[(2 * at) + (word % 2)] = filters[(channel * depthInWords) + word];
            }
        }
    }

    public static void EncodeRow(BinaryTilePlan plan, ReadOnlySpan<uint> row, int slot, Span<byte> codes, Span<byte> work) =>
        row[..plan.RowSlots].CopyTo(MemoryMarshal.Cast<byte, uint>(codes)[(slot * plan.RowSlots)..]);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PrepareTile(in BinaryTileOperands tile)
    {
        Span<uint> work = MemoryMarshal.Cast<byte, uint>(tile.Work);
        int codes = tile.Rows * tile.Columns, codeWords = 2 * Longs(tile.Units);
        for (int code = 0; code < codes; code++)
        {
            Span<uint> pixel = work.Slice(code * codeWords, codeWords);
            ReadOnlySpan<int> offsets = tile.RowOffsets(code / tile.Columns);
            ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(tile.Codes[(tile.First + (code % tile.Columns * tile.ColumnStep))..]);
            for (int word = 0; word < offsets.Length; word++)
                pixel[word] = words[offsets[word] / sizeof(uint)];
            pixel[offsets.Length..].Clear();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in BinaryTileOperands tile, ReadOnlySpan<byte> block, Span<int> dots)
    {
        int longs = Longs(tile.Units), codes = tile.Rows * tile.Columns;
        ReadOnlySpan<ulong> pixels = MemoryMarshal.Cast<byte, ulong>(tile.Work)[..(MaxCodes * longs)];
        ReadOnlySpan<ulong> weights = MemoryMarshal.Cast<byte, ulong>(block)[..(BlockChannels * longs)];
        for (int channel = 0; channel < BlockChannels; channel += ChannelsPerStep)
        {
            ReadOnlySpan<ulong> filter = weights.Slice(channel * longs, ChannelsPerStep * longs);
            for (int code = 0; code + 1 < codes; code += 2)
            {
                Span<int> first = dots.Slice((code * tile.DotStride) + channel, ChannelsPerStep);
                Span<int> second = dots.Slice(((code + 1) * tile.DotStride) + channel, ChannelsPerStep);
                TwoByFour(pixels.Slice(code * longs, longs), pixels.Slice((code + 1) * longs, longs), filter, tile.Depth, first, second);
            }
        }
        if (codes % 2 != 0)
            OneByAll(pixels.Slice((codes - 1) * longs, longs), weights, tile.Depth, dots.Slice((codes - 1) * tile.DotStride, BlockChannels));
    }

    // filter holds 4 longs for each long of p and q, so index 4·i + 3 stays inside.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoByFour(
        ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> q, ReadOnlySpan<ulong> filter, int depth, Span<int> first, Span<int> second)
    {
        ref ulong x = ref MemoryMarshal.GetReference(p);
        ref ulong y = ref MemoryMarshal.GetReference(q);
        ref ulong w = ref MemoryMarshal.GetReference(filter);
        int p0 = 0, p1 = 0, p2 = 0, p3 = 0, q0 = 0, q1 = 0, q2 = 0, q3 = 0;
        nuint count = (nuint)p.Length;
        for (nuint i = 0; i < count; i++)
        {
            ulong a = Unsafe.Add(ref x, i);
            ulong b = Unsafe.Add(ref y, i);
            ulong f = Unsafe.Add(ref w, 4 * i);
            p0 += BitOperations.PopCount(a ^ f);
            q0 += BitOperations.PopCount(b ^ f);
            f = Unsafe.Add(ref w, (4 * i) + 1);
            p1 += BitOperations.PopCount(a ^ f);
            q1 += BitOperations.PopCount(b ^ f);
            f = Unsafe.Add(ref w, (4 * i) + 2);
            p2 += BitOperations.PopCount(a ^ f);
            q2 += BitOperations.PopCount(b ^ f);
            f = Unsafe.Add(ref w, (4 * i) + 3);
            p3 += BitOperations.PopCount(a ^ f);
            q3 += BitOperations.PopCount(b ^ f);
        }
        first[0] = depth - (2 * p0);
        first[1] = depth - (2 * p1);
        first[2] = depth - (2 * p2);
        first[3] = depth - (2 * p3);
        second[0] = depth - (2 * q0);
        second[1] = depth - (2 * q1);
        second[2] = depth - (2 * q2);
        second[3] = depth - (2 * q3);
    }

    // An odd last code by all channels, whose filters follow each other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneByAll(ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> filters, int depth, Span<int> dots)
    {
        ref ulong w = ref MemoryMarshal.GetReference(filters);
        for (int channel = 0; channel < dots.Length; channel += ChannelsPerStep)
        {
            int p0 = 0, p1 = 0, p2 = 0, p3 = 0;
            foreach (ulong a in p)
            {
                p0 += BitOperations.PopCount(a ^ w);
                p1 += BitOperations.PopCount(a ^ Unsafe.Add(ref w, 1));
                p2 += BitOperations.PopCount(a ^ Unsafe.Add(ref w, 2));
                p3 += BitOperations.PopCount(a ^ Unsafe.Add(ref w, 3));
                w = ref Unsafe.Add(ref w, ChannelsPerStep);
            }
            Span<int> four = dots.Slice(channel, ChannelsPerStep);
            four[0] = depth - (2 * p0);
            four[1] = depth - (2 * p1);
            four[2] = depth - (2 * p2);
            four[3] = depth - (2 * p3);
        }
    }

    private static long Words(BinaryConvolutionShape shape) => (long)shape.FilterHeight * shape.FilterWidth * shape.GroupWords;

    private static int Longs(int words) => (words / 2) + (words % 2);
}
