using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OneBit.Kernels;

/// <summary>
/// The inner loop over entries of sum tables: per output channel a list of offsets, whose entries are added up for one vector of 64 pixels or two.
/// </summary>
/// <remarks>
/// Four entries of at most 3 fit a nibble. Of what four sum up to, s, two sums are kept, both modulo 256: T of its bytes, and H of the bytes of s >> 4 in 16-bit
/// lanes. With n0 to n3 the sums of the four nibbles of a lane, none above 255,
/// <code>
/// T = n0 + 16·n1, n2 + 16·n3     H = n1 + 16·n2, n3     so     n0, n2 = T − 16·H     n1 = H − 16·n2
/// </code>
/// Four offsets are loaded at once: the loads of entries are what bounds this loop, and those of offsets would take their place.
/// </remarks>
internal static class SumTablePass
{
    /// <summary>Offsets that are loaded at once; lists are multiples of it.</summary>
    public const int Batch = 4;

    /// <summary>Bytes of the sums of a vector and channel.</summary>
    public const int SumBytes = 64;

    /// <summary>16-bit counts of a vector and channel, in bytes.</summary>
    public const int CountBytes = 128;

    private const int Vector = 32;

    /// <summary>Adds the entries that each channel's offsets name to its sums.</summary>
    /// <typeparam name="TVectors">Vectors: one or two.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<TVectors>(in SumTableRun run)
        where TVectors : struct, ICount
    {
        SumForm form = run.Form;
        ref byte table = ref run.Table, second = ref Unsafe.AddByteOffset(ref table, (nuint)run.TableDistance);
        ref ushort o = ref MemoryMarshal.GetReference(run.Offsets);
        nuint length = (nuint)run.Length;
        ushort at1 = run.At1, at2 = run.At2;
        for (int channel = 0; channel < run.Channels; channel++)
        {
            ref byte sum = ref run.Sums[channel * SumBytes], sum1 = ref Unsafe.AddByteOffset(ref sum, (nuint)run.SumDistance);
            Vector256<byte> total = default, high = default, total1 = default, high1 = default;
            if (!form.Fresh)
            {
                total = Vector256.LoadUnsafe(ref sum);
                high = Vector256.LoadUnsafe(ref sum, Vector);
                if (TVectors.Value == 2)
                {
                    total1 = Vector256.LoadUnsafe(ref sum1);
                    high1 = Vector256.LoadUnsafe(ref sum1, Vector);
                }
            }
            nuint rest = length;
            for (; rest >= 2 * Batch; rest -= 2 * Batch, o = ref Unsafe.Add(ref o, 2 * Batch))
            {
                Four<TVectors>(ref table, ref second, ref o, at1, at2, ref total, ref high, ref total1, ref high1);
                Four<TVectors>(ref table, ref second, ref Unsafe.Add(ref o, Batch), at1, at2, ref total, ref high, ref total1, ref high1);
            }
            if (rest > 0)
            {
                Four<TVectors>(ref table, ref second, ref o, at1, at2, ref total, ref high, ref total1, ref high1);
                o = ref Unsafe.Add(ref o, Batch);
            }
            if (form.Keeps)
            {
                total.StoreUnsafe(ref sum);
                high.StoreUnsafe(ref sum, Vector);
                if (TVectors.Value == 2)
                {
                    total1.StoreUnsafe(ref sum1);
                    high1.StoreUnsafe(ref sum1, Vector);
                }
                continue;
            }
            ref byte count = ref run.Counts[channel * CountBytes];
            Flush(total, high, ref count, ref run.Parities, form);
            if (TVectors.Value == 2)
                Flush(total1, high1, ref Unsafe.AddByteOffset(ref count, (nuint)run.CountDistance), ref Unsafe.AddByteOffset(ref run.Parities, CountBytes), form);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<TVectors>(
        ref byte table, ref byte second, ref ushort offsets, ushort at1, ushort at2, ref Vector256<byte> total, ref Vector256<byte> high, ref Vector256<byte> total1, ref Vector256<byte> high1)
        where TVectors : struct, ICount
    {
        ulong four = Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<ushort, byte>(ref offsets));
        nuint a = (ushort)four, b = (nuint)Bmi1.X64.BitFieldExtract(four, at1), c = (nuint)Bmi1.X64.BitFieldExtract(four, at2), d = (nuint)(four >> 48);
        Vector256<byte> s = Vector256.LoadUnsafe(ref table, a) + Vector256.LoadUnsafe(ref table, b) + Vector256.LoadUnsafe(ref table, c) + Vector256.LoadUnsafe(ref table, d);
        total += s;
        high += (s.AsUInt16() >> 4).AsByte();
        if (TVectors.Value == 2)
        {
            s = Vector256.LoadUnsafe(ref second, a) + Vector256.LoadUnsafe(ref second, b) + Vector256.LoadUnsafe(ref second, c) + Vector256.LoadUnsafe(ref second, d);
            total1 += s;
            high1 += (s.AsUInt16() >> 4).AsByte();
        }
    }

    // Pixels 0 to 7 and 16 to 23 of the low nibbles, the other sixteen, the same of the high ones.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Flush(Vector256<byte> total, Vector256<byte> high, ref byte count, ref byte parities, SumForm form)
    {
        total -= (high.AsUInt16() << 4).AsByte() & Vector256.Create((byte)0xF0);
        high -= ((total.AsUInt16() >> 4) & Vector256.Create((ushort)0x00F0)).AsByte();
        Count(Avx2.UnpackLow(total, default), ref count, ref parities, 0, form);
        Count(Avx2.UnpackHigh(total, default), ref count, ref parities, Vector, form);
        Count(Avx2.UnpackLow(high, default), ref count, ref parities, 2 * Vector, form);
        Count(Avx2.UnpackHigh(high, default), ref count, ref parities, 3 * Vector, form);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Count(Vector256<byte> addend, ref byte count, ref byte parities, nuint at, SumForm form)
    {
        Vector256<ushort> sum = addend.AsUInt16();
        if (!form.First)
            sum += Vector256.LoadUnsafe(ref count, at).AsUInt16();
        if (form.Last)
            sum += sum + Vector256.LoadUnsafe(ref parities, at).AsUInt16();
        sum.AsByte().StoreUnsafe(ref count, at);
    }
}
