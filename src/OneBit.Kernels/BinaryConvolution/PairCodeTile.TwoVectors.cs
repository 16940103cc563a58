using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OneBit.Kernels;

/// <content>Two vectors of channels for two codes, of neighbouring columns or rows: each table is loaded once for both vectors. 8 sums, 2 weights, a table and 4 temporaries fit 16 registers.</content>
internal readonly unsafe partial struct PairCodeTile<TLanes, TVector, TVectors>
{
    // As for Count; the weights of the two vectors alternate.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CountTwo<TCodes>(in WordRun run, ref byte codes, byte* tables, in Target target, int steps)
        where TCodes : struct, ICount
    {
        ref int offsets = ref run.Offsets, second = ref run.Second;
        nuint step = (nuint)(run.Step * target.Columns), words = (nuint)run.Words, lanes = (nuint)TLanes.Count;
        ref byte beside = ref Unsafe.AddByteOffset(ref codes, (nuint)run.Beside), counts = ref target.Counts;
        ref int dots = ref target.Dots;
        for (int i = 0; i < steps; i++)
        {
            ref byte v = ref run.Weights;
            if (steps > 1)
                run.FetchNext(i);
            TVector t0 = default, t1 = default, t2 = default, t3 = default;
            TVector h0 = default, h1 = default, h2 = default, h3 = default;
            for (nuint word = 0; word < words; word++)
            {
                ref byte code0 = ref Unsafe.AddByteOffset(ref codes, (nuint)(uint)Unsafe.Add(ref offsets, word));
                ref byte code1 = ref TCodes.Value > 1 ? ref Unsafe.AddByteOffset(ref beside, (nuint)(uint)Unsafe.Add(ref second, word)) : ref code0;
                TVector x = TLanes.Load(ref v, 0);
                TVector y = TLanes.Load(ref v, lanes);
                Start(tables, ref code0, 0, x, y, out TVector a, out TVector b);
                TVector c = default, d = default;
                if (TCodes.Value > 1)
                    Start(tables, ref code1, 0, x, y, out c, out d);
                x = TLanes.Load(ref v, 2 * lanes);
                y = TLanes.Load(ref v, 3 * lanes);
                Next(tables, ref code0, 2, x, y, ref a, ref b);
                if (TCodes.Value > 1)
                    Next(tables, ref code1, 2, x, y, ref c, ref d);
                x = TLanes.Load(ref v, 4 * lanes);
                y = TLanes.Load(ref v, 5 * lanes);
                Next(tables, ref code0, 4, x, y, ref a, ref b);
                Add(a, ref t0, ref h0);
                Add(b, ref t1, ref h1);
                if (TCodes.Value > 1)
                {
                    Next(tables, ref code1, 4, x, y, ref c, ref d);
                    Add(c, ref t2, ref h2);
                    Add(d, ref t3, ref h3);
                }
                x = TLanes.Load(ref v, 6 * lanes);
                y = TLanes.Load(ref v, 7 * lanes);
                Start(tables, ref code0, 6, x, y, out a, out b);
                if (TCodes.Value > 1)
                    Start(tables, ref code1, 6, x, y, out c, out d);
                x = TLanes.Load(ref v, 8 * lanes);
                y = TLanes.Load(ref v, 9 * lanes);
                Next(tables, ref code0, 8, x, y, ref a, ref b);
                if (TCodes.Value > 1)
                    Next(tables, ref code1, 8, x, y, ref c, ref d);
                x = TLanes.Load(ref v, 10 * lanes);
                y = TLanes.Load(ref v, 11 * lanes);
                Next(tables, ref code0, 10, x, y, ref a, ref b);
                Add(a, ref t0, ref h0);
                Add(b, ref t1, ref h1);
                if (TCodes.Value > 1)
                {
                    Next(tables, ref code1, 10, x, y, ref c, ref d);
                    Add(c, ref t2, ref h2);
                    Add(d, ref t3, ref h3);
                }
                x = TLanes.Load(ref v, 12 * lanes);
                y = TLanes.Load(ref v, 13 * lanes);
                Start(tables, ref code0, 12, x, y, out a, out b);
                if (TCodes.Value > 1)
                    Start(tables, ref code1, 12, x, y, out c, out d);
                x = TLanes.Load(ref v, 14 * lanes);
                y = TLanes.Load(ref v, 15 * lanes);
                Next(tables, ref code0, 14, x, y, ref a, ref b);
                Add(a, ref t0, ref h0);
                Add(b, ref t1, ref h1);
                if (TCodes.Value > 1)
                {
                    Next(tables, ref code1, 14, x, y, ref c, ref d);
                    Add(c, ref t2, ref h2);
                    Add(d, ref t3, ref h3);
                }
                v = ref Unsafe.AddByteOffset(ref v, 16 * lanes);
            }
            Flush(t0, h0, target, ref counts, ref dots, 0, 0);
            Flush(t1, h1, target, ref counts, ref dots, 0, 1);
            if (TCodes.Value > 1)
            {
                Flush(t2, h2, target, ref counts, ref dots, target.Beside, 0);
                Flush(t3, h3, target, ref counts, ref dots, target.Beside, 1);
            }
            codes = ref Unsafe.AddByteOffset(ref codes, step);
            beside = ref Unsafe.AddByteOffset(ref beside, step);
            counts = ref Unsafe.Add(ref counts, target.Columns * CountBytes);
            dots = ref Unsafe.Add(ref dots, target.Columns * target.Stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Table(byte* tables, ref byte codes, int at) =>
        TLanes.Table(tables + Unsafe.ReadUnaligned<ushort>(ref Unsafe.AddByteOffset(ref codes, at)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Start(byte* tables, ref byte codes, int at, TVector x, TVector y, out TVector a, out TVector b)
    {
        TVector table = Table(tables, ref codes, at);
        a = TLanes.Lookup(table, x);
        b = TLanes.Lookup(table, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Next(byte* tables, ref byte codes, int at, TVector x, TVector y, ref TVector a, ref TVector b)
    {
        TVector table = Table(tables, ref codes, at);
        a = TLanes.AddBytes(a, TLanes.Lookup(table, x));
        b = TLanes.AddBytes(b, TLanes.Lookup(table, y));
    }
}
