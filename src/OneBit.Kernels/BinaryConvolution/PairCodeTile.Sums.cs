using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <content>Look-ups, the byte sums T and H, and how they are emptied.</content>
internal readonly unsafe partial struct PairCodeTile<TLanes, TVector, TVectors>
{
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
    private static void Flush(TVector total, TVector high, in Target target, ref byte stepCounts, ref int stepDots, int code, int vectorIndex)
    {
        TVector n3 = TLanes.ShiftRight16(high, 8);
        TVector n2 = TLanes.LowBytes(TLanes.Subtract16(TLanes.ShiftRight16(total, 8), TLanes.ShiftLeft16(n3, 4)));
        TVector n1 = TLanes.LowBytes(TLanes.Subtract16(high, TLanes.ShiftLeft16(n2, 4)));
        TVector n0 = TLanes.LowBytes(TLanes.Subtract16(total, TLanes.ShiftLeft16(n1, 4)));
        nuint vector = (nuint)TLanes.Count;
        ref byte counts = ref Unsafe.AddByteOffset(ref stepCounts, (nuint)((code * TVectors.Value) + vectorIndex) * 4 * vector);
        if (!target.First)
        {
            n0 = TLanes.Add16(n0, TLanes.Load(ref counts, 0));
            n2 = TLanes.Add16(n2, TLanes.Load(ref counts, vector));
            n1 = TLanes.Add16(n1, TLanes.Load(ref counts, 2 * vector));
            n3 = TLanes.Add16(n3, TLanes.Load(ref counts, 3 * vector));
        }
        if (!target.Last)
        {
            TLanes.Store(n0, ref counts, 0);
            TLanes.Store(n2, ref counts, vector);
            TLanes.Store(n1, ref counts, 2 * vector);
            TLanes.Store(n3, ref counts, 3 * vector);
            return;
        }
        ref int p = ref Unsafe.Add(ref stepDots, (code * target.Stride) + (vectorIndex * TLanes.Count));
        ref int q = ref Unsafe.Add(ref p, MaxCodes * target.Stride);
        TLanes.StoreDots(n0, target.Depth, ref p, 0);
        TLanes.StoreDots(n2, target.Depth, ref p, vector / 2);
        TLanes.StoreDots(n1, target.Depth, ref q, 0);
        TLanes.StoreDots(n3, target.Depth, ref q, vector / 2);
    }

    /// <summary>Words of the filter between two flushes.</summary>
    private readonly ref struct WordRun
    {
        /// <summary>Of each word, the byte offset of its code.</summary>
        public readonly ref int Offsets;

        /// <summary>The same of the codes that are counted beside the first ones: of their own row, or of the next one.</summary>
        public readonly ref int Second;

        /// <summary>Weights: for each code a vector of channels, or two.</summary>
        public readonly ref byte Weights;

        public required int Words { get; init; }

        /// <summary>Bytes between the codes of neighbouring columns.</summary>
        public required int Step { get; init; }

        /// <summary>Bytes from a code to the one beside it, their offsets apart: 0 where that is of the next row.</summary>
        public required int Beside { get; init; }

        /// <summary>Bytes from these weights to those that a first step fetches for the next words.</summary>
        public required int Ahead { get; init; }

        public WordRun(ref int offsets, ref int second, ref byte weights)
        {
            Offsets = ref offsets;
            Second = ref second;
            Weights = ref weights;
        }

        /// <summary>Asks for a part of the next words' weights, while these are at work.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void FetchNext(int step) => CacheLines.Fetch(in Weights, Ahead + (step * CacheLines.FetchedBytes));
    }

    /// <summary>Where sums go: 16-bit counts between flushes, dots after the last one.</summary>
    private readonly ref struct Target
    {
        public readonly ref byte Counts;
        public readonly ref int Dots;

        public Target(ref byte counts, ref int dots)
        {
            Counts = ref counts;
            Dots = ref dots;
        }

        public required int Stride { get; init; }

        public required int Depth { get; init; }

        public required bool First { get; init; }

        public required bool Last { get; init; }

        /// <summary>Codes from the first of a step to the one beside it.</summary>
        public required int Beside { get; init; }

        /// <summary>Codes of a row that a step counts.</summary>
        public required int Columns { get; init; }

        /// <summary>The target of one step over the columns from <paramref name="column"/> on.</summary>
        public Target Behind(int column) => new(ref Unsafe.Add(ref Counts, column * CountBytes), ref Unsafe.Add(ref Dots, column * Stride)) { Stride = Stride, Depth = Depth, First = First, Last = Last, Beside = Beside, Columns = 1 };
    }
}
