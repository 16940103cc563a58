using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>
/// Counts by 128-bit xor and population count of bytes, 4 pixels × 4 channels at a time: 8 loads serve 16 counts.
/// <code>
/// byte lane  = 8 bits of K; a word is 128 bits of a pixel or a filter
/// sum(p, c) += count(pixel p ⊕ filter c), in lanes of the row's choice, emptied before they overflow
/// dots(p)    = four int32 lanes, K less twice the sums of four channels, added pairwise
/// K's tail   = a half word where 64 bits or fewer are left: two channels share a vector; bits behind K are zero in both operands
/// </code>
/// The scalar equivalent: d = depth − 2·Σ popcount(pixel ⊕ filter). 16 sums, 4 vectors of dots, 4 pixels, 4 counts and two constants are 30 of 32 registers.
/// </summary>
internal readonly struct PopcountTile<TSums> : IBinaryTile
    where TSums : struct, IPopcountSums
{
    private const int StepCodes = 4, StepChannels = 4;
    private const int WordBytes = 16, HalfBytes = 8, StepBytes = StepChannels * WordBytes;

    // A row of 28 or half of 56, or some rows of 14 or 7, in whole steps.
    private const int MaxCodes = 28;

    private const int BlockChannels = 32;

    /// <summary>Dots are int32, so any filter whose K is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static BinaryTileLayout? Layout(BinaryConvolutionShape shape) => Units(shape) > int.MaxValue / 64 ? null : new(
        Pixels: 1,
        MaxCodes,
        BlockChannels,
        Units: shape.GroupWords,
        Slots: shape.GroupWords,
        UnitBytes: sizeof(uint),
        SlotBytes: sizeof(uint),
        BlockBytes: Bytes(Units(shape)) * BlockChannels,
        WorkBytes: Bytes(Units(shape)) * MaxCodes);

    /// <summary>Layout [channel / 4][word][channel % 4]; the half words of four channels lie behind their words.</summary>
    public static void PackBlock(BinaryConvolutionShape shape, ReadOnlySpan<uint> filters, int channels, Span<byte> block)
    {
        int depth = shape.DepthInWords, bytes = (int)Bytes(depth);
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<byte> filter = MemoryMarshal.AsBytes(filters.Slice(channel * depth, depth));
            Span<byte> step = block.Slice(channel / StepChannels * StepChannels * bytes, StepChannels * bytes);
            for (int at = 0; at < filter.Length; at += WordBytes)
            {
                int size = Math.Min(WordBytes, bytes - at);
                ReadOnlySpan<byte> word = filter.Slice(at, Math.Min(size, filter.Length - at));
                word.CopyTo(step[((at * StepChannels) + (channel % StepChannels * size))..]);
            }
        }
    }

    public static void EncodeRow(BinaryTilePlan plan, ReadOnlySpan<uint> row, int slot, Span<byte> codes, Span<byte> work) =>
        row[..plan.RowSlots].CopyTo(MemoryMarshal.Cast<byte, uint>(codes)[(slot * plan.RowSlots)..]);

    /// <summary>Gathers each pixel's bits; those of a tap lie side by side already.</summary>
    public static void PrepareTile(in BinaryTileOperands tile)
    {
        if (tile.UnitsPerTap % 4 == 0)
            Gather<Vector128<uint>>(tile);
        else if (tile.UnitsPerTap % 2 == 0)
            Gather<ulong>(tile);
        else
            Gather<uint>(tile);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in BinaryTileOperands tile, ReadOnlySpan<byte> block, Span<int> dots)
    {
        int bytes = (int)Bytes(tile.Units), codes = tile.Rows * tile.Columns;
        int steps = codes / StepCodes, done = steps * StepCodes;
        ref byte pixels = ref MemoryMarshal.GetReference(tile.Work[..(codes * bytes)]);
        ref byte weights = ref MemoryMarshal.GetReference(block[..(BlockChannels * bytes)]);
        ref int dot = ref MemoryMarshal.GetReference(dots[..(((codes - 1) * tile.DotStride) + BlockChannels)]);
        for (int channel = 0; channel < BlockChannels; channel += StepChannels)
        {
            var step = new Step(ref Unsafe.Add(ref weights, channel * bytes), bytes, tile.Depth, tile.DotStride);
            ref int target = ref Unsafe.Add(ref dot, channel);
            Count<Four>(step, ref pixels, ref target, steps);
            ref byte rest = ref Unsafe.Add(ref pixels, done * bytes);
            target = ref Unsafe.Add(ref target, done * tile.DotStride);
            switch (codes - done)
            {
                case 1: Count<One>(step, ref rest, ref target, 1); break;
                case 2: Count<Two>(step, ref rest, ref target, 1); break;
                case 3: Count<Three>(step, ref rest, ref target, 1); break;
            }
        }
    }

    // Every offset lies in the ring's codes, and the work holds the bytes of all codes of the tile.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather<T>(in BinaryTileOperands tile)
        where T : unmanaged
    {
        nuint units = (nuint)tile.Units, bytes = (nuint)Bytes(tile.Units);
        ref byte target = ref MemoryMarshal.GetReference(tile.Work[..(tile.Rows * tile.Columns * (int)bytes)]);
        for (int row = 0; row < tile.Rows; row++)
        {
            ref int offsets = ref MemoryMarshal.GetReference(tile.RowOffsets(row));
            for (int column = 0; column < tile.Columns; column++, target = ref Unsafe.AddByteOffset(ref target, bytes))
            {
                ref byte codes = ref MemoryMarshal.GetReference(tile.Codes[(tile.First + (column * tile.ColumnStep))..]);
                for (nuint unit = 0; unit < units; unit += (nuint)Unsafe.SizeOf<T>() / sizeof(uint))
                {
                    T bits = Unsafe.ReadUnaligned<T>(ref Unsafe.AddByteOffset(ref codes, (nuint)(uint)Unsafe.Add(ref offsets, unit)));
                    Unsafe.WriteUnaligned(ref Unsafe.AddByteOffset(ref target, unit * sizeof(uint)), bits);
                }
                if (units % 2 != 0)
                    Unsafe.WriteUnaligned(ref Unsafe.AddByteOffset(ref target, units * sizeof(uint)), 0u);
            }
        }
    }

    // Pixels and filters have as many bytes each as the step says, and the filters' words lie in the order in which they are read.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count<TCodes>(in Step step, ref byte pixels, ref int dots, int steps)
        where TCodes : struct, ICount
    {
        nuint bytes = step.Bytes, words = bytes / WordBytes * WordBytes, most = (nuint)TSums.MaxWords * WordBytes;
        nint stride = step.Stride;
        Vector128<int> depth = Vector128.Create(step.Depth);
        for (int i = 0; i < steps; i++)
        {
            ref byte weights = ref step.Weights;
            ref byte p = ref pixels;
            ref byte q = ref TCodes.Value > 1 ? ref Unsafe.AddByteOffset(ref p, bytes) : ref p;
            ref byte r = ref TCodes.Value > 2 ? ref Unsafe.AddByteOffset(ref q, bytes) : ref p;
            ref byte s = ref TCodes.Value > 3 ? ref Unsafe.AddByteOffset(ref r, bytes) : ref p;
            Vector128<int> dotsP = depth, dotsQ = depth, dotsR = depth, dotsS = depth;
            for (nuint at = 0; at < words;)
            {
                nuint end = Math.Min(words, at + most);
                Vector128<byte> p0 = default, p1 = default, p2 = default, p3 = default;
                Vector128<byte> q0 = default, q1 = default, q2 = default, q3 = default;
                Vector128<byte> r0 = default, r1 = default, r2 = default, r3 = default;
                Vector128<byte> s0 = default, s1 = default, s2 = default, s3 = default;
                for (; at < end; at += WordBytes)
                {
                    Vector128<byte> x = Vector128.LoadUnsafe(ref p, at);
                    Vector128<byte> y = TCodes.Value > 1 ? Vector128.LoadUnsafe(ref q, at) : default;
                    Vector128<byte> z = TCodes.Value > 2 ? Vector128.LoadUnsafe(ref r, at) : default;
                    Vector128<byte> u = TCodes.Value > 3 ? Vector128.LoadUnsafe(ref s, at) : default;
                    AddWord<TCodes>(Vector128.LoadUnsafe(ref weights), x, y, z, u, ref p0, ref q0, ref r0, ref s0);
                    AddWord<TCodes>(Vector128.LoadUnsafe(ref weights, WordBytes), x, y, z, u, ref p1, ref q1, ref r1, ref s1);
                    AddWord<TCodes>(Vector128.LoadUnsafe(ref weights, 2 * WordBytes), x, y, z, u, ref p2, ref q2, ref r2, ref s2);
                    AddWord<TCodes>(Vector128.LoadUnsafe(ref weights, 3 * WordBytes), x, y, z, u, ref p3, ref q3, ref r3, ref s3);
                    weights = ref Unsafe.AddByteOffset(ref weights, StepBytes);
                }
                dotsP = TSums.TakeSums(dotsP, p0, p1, p2, p3);
                if (TCodes.Value > 1)
                    dotsQ = TSums.TakeSums(dotsQ, q0, q1, q2, q3);
                if (TCodes.Value > 2)
                    dotsR = TSums.TakeSums(dotsR, r0, r1, r2, r3);
                if (TCodes.Value > 3)
                    dotsS = TSums.TakeSums(dotsS, s0, s1, s2, s3);
            }
            if (words != bytes)
            {
                Vector128<byte> w01 = Vector128.LoadUnsafe(ref weights), w23 = Vector128.LoadUnsafe(ref weights, WordBytes);
                dotsP = TakeHalf(dotsP, ref p, words, w01, w23);
                if (TCodes.Value > 1)
                    dotsQ = TakeHalf(dotsQ, ref q, words, w01, w23);
                if (TCodes.Value > 2)
                    dotsR = TakeHalf(dotsR, ref r, words, w01, w23);
                if (TCodes.Value > 3)
                    dotsS = TakeHalf(dotsS, ref s, words, w01, w23);
            }
            dots = ref Store(dotsP, ref dots, stride);
            if (TCodes.Value > 1)
                dots = ref Store(dotsQ, ref dots, stride);
            if (TCodes.Value > 2)
                dots = ref Store(dotsR, ref dots, stride);
            if (TCodes.Value > 3)
                dots = ref Store(dotsS, ref dots, stride);
            pixels = ref Unsafe.AddByteOffset(ref pixels, (nuint)TCodes.Value * bytes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddWord<TCodes>(
        Vector128<byte> filter, Vector128<byte> x, Vector128<byte> y, Vector128<byte> z, Vector128<byte> u,
        ref Vector128<byte> p, ref Vector128<byte> q, ref Vector128<byte> r, ref Vector128<byte> s)
        where TCodes : struct, ICount
    {
        // Step by step over all pixels: cores that run in order would wait for each result otherwise.
        x ^= filter;
        if (TCodes.Value > 1)
            y ^= filter;
        if (TCodes.Value > 2)
            z ^= filter;
        if (TCodes.Value > 3)
            u ^= filter;
        x = TSums.Count(x);
        if (TCodes.Value > 1)
            y = TSums.Count(y);
        if (TCodes.Value > 2)
            z = TSums.Count(z);
        if (TCodes.Value > 3)
            u = TSums.Count(u);
        p = TSums.Add(p, x);
        if (TCodes.Value > 1)
            q = TSums.Add(q, y);
        if (TCodes.Value > 2)
            r = TSums.Add(r, z);
        if (TCodes.Value > 3)
            s = TSums.Add(s, u);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> TakeHalf(Vector128<int> dots, ref byte pixel, nuint at, Vector128<byte> w01, Vector128<byte> w23)
    {
        Vector128<byte> half = Vector128.Create(Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref pixel, at))).AsByte();
        return TSums.TakeHalves(dots, TSums.Count(half ^ w01), TSums.Count(half ^ w23));
    }

    /// <summary>Stores four dots of a code; returns where those of the next code go.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref int Store(Vector128<int> four, ref int dots, nint stride)
    {
        four.StoreUnsafe(ref dots);
        return ref Unsafe.Add(ref dots, stride);
    }

    private static long Units(BinaryConvolutionShape shape) => (long)shape.FilterHeight * shape.FilterWidth * shape.GroupWords;

    /// <summary>Bytes of a pixel or a filter, in whole half words.</summary>
    private static long Bytes(long units) => ((units / 2) + (units % 2)) * HalfBytes;

    /// <summary>What four channels bring along.</summary>
    private readonly ref struct Step(ref byte weights, int bytes, int depth, int stride)
    {
        public readonly ref byte Weights = ref weights;

        /// <summary>Bytes of a pixel or a filter.</summary>
        public readonly nuint Bytes = (nuint)bytes;

        public readonly int Depth = depth;

        /// <summary>Elements between the dots of neighbouring codes.</summary>
        public readonly nint Stride = stride;
    }
}
