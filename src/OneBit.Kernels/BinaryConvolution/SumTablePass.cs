using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OneBit.Kernels;

/// <summary>
/// The inner loops over entries of sum tables: per output channel a list of offsets, whose entries are added up for one vector of 64 pixels or two.
/// </summary>
/// <remarks>
/// Five entries of at most 3 fit a nibble. Of what five sum up to, s, two sums are kept, both modulo 256: T of its bytes, and H of the bytes of s >> 4 in 16-bit
/// lanes. With n0 to n3 the sums of the four nibbles of a lane, none above 255,
/// <code>
/// T = n0 + 16·n1, n2 + 16·n3     H = n1 + 16·n2, n3     so     n0, n2 = T − 16·H     n1 = H − 16·n2
/// </code>
/// </remarks>
internal static class SumTablePass
{
    /// <summary>Entries that a nibble has room for.</summary>
    public const int Batch = 5;

    /// <summary>Bytes of the sums of a vector and channel.</summary>
    public const int SumBytes = 64;

    /// <summary>16-bit counts of a vector and channel, in bytes.</summary>
    public const int CountBytes = 128;

    private const int Vector = 32;

    /// <summary>Adds the entries that each channel's offsets name to its sums, of one vector.</summary>
    /// <param name="table">What offsets are from.</param>
    /// <param name="offsets"><paramref name="length"/> offsets of each channel.</param>
    /// <param name="length">Offsets of a channel.</param>
    /// <param name="sums">Of the channels.</param>
    /// <param name="counts">Of the channels; empty where the sums stay.</param>
    /// <param name="form">Where the sums come from and go to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddOne(ref byte table, ReadOnlySpan<ushort> offsets, int length, Span<byte> sums, Span<byte> counts, SumForm form)
    {
        ref ushort o = ref MemoryMarshal.GetReference(offsets);
        ref byte sum = ref MemoryMarshal.GetReference(sums), count = ref MemoryMarshal.GetReference(counts);
        for (int channel = offsets.Length / length; channel > 0; channel--)
        {
            Vector256<byte> total = default, high = default;
            if (!form.Fresh)
            {
                total = Vector256.LoadUnsafe(ref sum);
                high = Vector256.LoadUnsafe(ref sum, Vector);
            }
            int rest = length;
            for (; rest >= 2 * Batch; rest -= 2 * Batch, o = ref Unsafe.Add(ref o, 2 * Batch))
            {
                Vector256<byte> s = Five(ref table, ref o), t = Five(ref table, ref Unsafe.Add(ref o, Batch));
                total += s;
                high += (s.AsUInt16() >> 4).AsByte();
                total += t;
                high += (t.AsUInt16() >> 4).AsByte();
            }
            if (rest >= Batch)
            {
                Vector256<byte> s = Five(ref table, ref o);
                total += s;
                high += (s.AsUInt16() >> 4).AsByte();
                rest -= Batch;
                o = ref Unsafe.Add(ref o, Batch);
            }
            if (rest > 0)
            {
                Vector256<byte> s = Fewer(ref table, ref o, rest);
                total += s;
                high += (s.AsUInt16() >> 4).AsByte();
                o = ref Unsafe.Add(ref o, rest);
            }
            if (form.Keeps)
            {
                total.StoreUnsafe(ref sum);
                high.StoreUnsafe(ref sum, Vector);
            }
            else
            {
                Flush(total, high, ref count, form.Factor);
                count = ref Unsafe.AddByteOffset(ref count, CountBytes);
            }
            sum = ref Unsafe.AddByteOffset(ref sum, SumBytes);
        }
    }

    /// <summary>The same for two vectors, whose entries are at a fixed distance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTwo(
        ref byte table, nuint distance, ReadOnlySpan<ushort> offsets, int length, Span<byte> sums, Span<byte> secondSums, Span<byte> counts, Span<byte> secondCounts, SumForm form)
    {
        ref byte second = ref Unsafe.AddByteOffset(ref table, distance);
        ref ushort o = ref MemoryMarshal.GetReference(offsets);
        ref byte sum = ref MemoryMarshal.GetReference(sums), sum1 = ref MemoryMarshal.GetReference(secondSums);
        ref byte count = ref MemoryMarshal.GetReference(counts), count1 = ref MemoryMarshal.GetReference(secondCounts);
        for (int channel = offsets.Length / length; channel > 0; channel--)
        {
            Vector256<byte> total = default, high = default, total1 = default, high1 = default;
            if (!form.Fresh)
            {
                total = Vector256.LoadUnsafe(ref sum);
                high = Vector256.LoadUnsafe(ref sum, Vector);
                total1 = Vector256.LoadUnsafe(ref sum1);
                high1 = Vector256.LoadUnsafe(ref sum1, Vector);
            }
            int rest = length;
            for (; rest >= Batch; rest -= Batch, o = ref Unsafe.Add(ref o, Batch))
            {
                Vector256<byte> s = Vector256.LoadUnsafe(ref table, o), s1 = Vector256.LoadUnsafe(ref second, o);
                Both(ref table, ref second, Unsafe.Add(ref o, 1), ref s, ref s1);
                Both(ref table, ref second, Unsafe.Add(ref o, 2), ref s, ref s1);
                Both(ref table, ref second, Unsafe.Add(ref o, 3), ref s, ref s1);
                Both(ref table, ref second, Unsafe.Add(ref o, 4), ref s, ref s1);
                total += s;
                high += (s.AsUInt16() >> 4).AsByte();
                total1 += s1;
                high1 += (s1.AsUInt16() >> 4).AsByte();
            }
            if (rest > 0)
            {
                Vector256<byte> s = Vector256.LoadUnsafe(ref table, o), s1 = Vector256.LoadUnsafe(ref second, o);
                if (rest > 1)
                    Both(ref table, ref second, Unsafe.Add(ref o, 1), ref s, ref s1);
                if (rest > 2)
                    Both(ref table, ref second, Unsafe.Add(ref o, 2), ref s, ref s1);
                if (rest > 3)
                    Both(ref table, ref second, Unsafe.Add(ref o, 3), ref s, ref s1);
                total += s;
                high += (s.AsUInt16() >> 4).AsByte();
                total1 += s1;
                high1 += (s1.AsUInt16() >> 4).AsByte();
                o = ref Unsafe.Add(ref o, rest);
            }
            if (form.Keeps)
            {
                total.StoreUnsafe(ref sum);
                high.StoreUnsafe(ref sum, Vector);
                total1.StoreUnsafe(ref sum1);
                high1.StoreUnsafe(ref sum1, Vector);
            }
            else
            {
                Flush(total, high, ref count, form.Factor);
                Flush(total1, high1, ref count1, form.Factor);
                count = ref Unsafe.AddByteOffset(ref count, CountBytes);
                count1 = ref Unsafe.AddByteOffset(ref count1, CountBytes);
            }
            sum = ref Unsafe.AddByteOffset(ref sum, SumBytes);
            sum1 = ref Unsafe.AddByteOffset(ref sum1, SumBytes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Both(ref byte table, ref byte second, nuint offset, ref Vector256<byte> sum, ref Vector256<byte> sum1)
    {
        sum += Vector256.LoadUnsafe(ref table, offset);
        sum1 += Vector256.LoadUnsafe(ref second, offset);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Five(ref byte table, ref ushort offsets) =>
        Vector256.LoadUnsafe(ref table, offsets)
        + Vector256.LoadUnsafe(ref table, Unsafe.Add(ref offsets, 1))
        + Vector256.LoadUnsafe(ref table, Unsafe.Add(ref offsets, 2))
        + Vector256.LoadUnsafe(ref table, Unsafe.Add(ref offsets, 3))
        + Vector256.LoadUnsafe(ref table, Unsafe.Add(ref offsets, 4));

    // One to four.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Fewer(ref byte table, ref ushort offsets, int count)
    {
        Vector256<byte> sum = Vector256.LoadUnsafe(ref table, offsets);
        if (count > 1)
            sum += Vector256.LoadUnsafe(ref table, Unsafe.Add(ref offsets, 1));
        if (count > 2)
            sum += Vector256.LoadUnsafe(ref table, Unsafe.Add(ref offsets, 2));
        return count > 3 ? sum + Vector256.LoadUnsafe(ref table, Unsafe.Add(ref offsets, 3)) : sum;
    }

    // counts = counts·factor + sums: pixels 0 to 7 and 16 to 23 of the low nibbles, the other sixteen, the same of the high ones.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Flush(Vector256<byte> total, Vector256<byte> high, ref byte count, int factor)
    {
        total -= (high.AsUInt16() << 4).AsByte() & Vector256.Create((byte)0xF0);
        high -= ((total.AsUInt16() >> 4) & Vector256.Create((ushort)0x00F0)).AsByte();
        Add(Avx2.UnpackLow(total, default), ref count, 0, factor);
        Add(Avx2.UnpackHigh(total, default), ref count, 32, factor);
        Add(Avx2.UnpackLow(high, default), ref count, 64, factor);
        Add(Avx2.UnpackHigh(high, default), ref count, 96, factor);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector256<byte> addend, ref byte count, nuint at, int factor)
    {
        Vector256<ushort> sum = addend.AsUInt16();
        if (factor != 0)
        {
            Vector256<ushort> old = Vector256.LoadUnsafe(ref count, at).AsUInt16();
            sum += factor == 2 ? old + old : old;
        }
        sum.AsByte().StoreUnsafe(ref count, at);
    }
}

/// <summary>What becomes of the sums of a pass.</summary>
/// <param name="Fresh">True where they begin at 0.</param>
/// <param name="Factor">What counts are multiplied by before the sums are added to them; negative where the sums are kept instead.</param>
internal readonly record struct SumForm(bool Fresh, int Factor)
{
    public bool Keeps => Factor < 0;
}
