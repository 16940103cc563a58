using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <content>Adds the parities that no group has counted, and turns planes into dots.</content>
internal readonly partial struct BitSlicedTile<TLanes>
{
    // Nine words of weight 1 make a number of four planes.
    private const int TapsPerSum = 9;

    /// <summary>Byte lane of an output channel, the order in which unpacking to 32 bits leaves the channels 0, 1, 2, …</summary>
    private static int LaneOf(int channel) => (channel % 16 / 4 * 16) + (channel / 16 * 4) + (channel % 4);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish(in Operands operands, nuint units, nuint unitsPerTap, ref byte planes, int depth, ref int dots, int pixelStride)
    {
        nuint last = unitsPerTap - 1;
        for (; units - last > TapsPerSum * unitsPerTap; last += TapsPerSum * unitsPerTap)
            AddParities(operands, last, units, unitsPerTap, ref planes);
        AddParities(operands, last, units, unitsPerTap, ref planes);
        StoreDots(ref planes, depth, ref dots, pixelStride);
    }

    /// <summary>Adds the parities of up to nine taps, the last group of the first one being <paramref name="last"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddParities(in Operands operands, nuint last, nuint units, nuint unitsPerTap, ref byte planes)
    {
        ThreeTaps(operands, last, units, unitsPerTap, out Vector512<byte> s0, out Vector512<byte> c0);
        ThreeTaps(operands, last + (3 * unitsPerTap), units, unitsPerTap, out Vector512<byte> s1, out Vector512<byte> c1);
        ThreeTaps(operands, last + (6 * unitsPerTap), units, unitsPerTap, out Vector512<byte> s2, out Vector512<byte> c2);
        FullAdd(ref s0, s1, s2, out Vector512<byte> carry);
        FullAdd(ref c0, c1, c2, out Vector512<byte> four);
        HalfAdd(ref c0, carry, out carry);
        HalfAdd(ref four, carry, out Vector512<byte> eight);

        carry = default;
        AddPlane(ref planes, 0, s0, ref carry);
        AddPlane(ref planes, 1, c0, ref carry);
        AddPlane(ref planes, 2, four, ref carry);
        AddPlane(ref planes, 3, eight, ref carry);
        for (int i = 4; i < PlaneCount; i++)
        {
            ref byte at = ref Unsafe.Add(ref planes, i * Lanes);
            Vector512<byte> plane = Vector512.LoadUnsafe(ref at);
            HalfAdd(ref plane, carry, out carry);
            plane.StoreUnsafe(ref at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ThreeTaps(in Operands operands, nuint last, nuint units, nuint unitsPerTap, out Vector512<byte> sum, out Vector512<byte> carry)
    {
        sum = last < units ? operands.LookUpParity(last) : default;
        nuint second = last + unitsPerTap, third = second + unitsPerTap;
        FullAdd(ref sum, second < units ? operands.LookUpParity(second) : default, third < units ? operands.LookUpParity(third) : default, out carry);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddPlane(ref byte planes, int index, Vector512<byte> addend, ref Vector512<byte> carry)
    {
        ref byte at = ref Unsafe.Add(ref planes, index * Lanes);
        Vector512<byte> sum = Vector512.LoadUnsafe(ref at);
        FullAdd(ref sum, addend, carry, out carry);
        sum.StoreUnsafe(ref at);
    }

    /// <summary>d = K − 2n: planes 0 to 6 of n are bits 1 to 7 of 2n, planes 7 to 14 its high byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreDots(ref byte planes, int depth, ref int dots, int pixelStride)
    {
        Vector512<byte> l0 = default, l1 = Plane(ref planes, 0), l2 = Plane(ref planes, 1), l3 = Plane(ref planes, 2);
        Vector512<byte> l4 = Plane(ref planes, 3), l5 = Plane(ref planes, 4), l6 = Plane(ref planes, 5), l7 = Plane(ref planes, 6);
        Transpose(ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7);
        Vector512<byte> h0 = Plane(ref planes, 7), h1 = Plane(ref planes, 8), h2 = Plane(ref planes, 9), h3 = Plane(ref planes, 10);
        Vector512<byte> h4 = Plane(ref planes, 11), h5 = Plane(ref planes, 12), h6 = Plane(ref planes, 13), h7 = Plane(ref planes, 14);
        Transpose(ref h0, ref h1, ref h2, ref h3, ref h4, ref h5, ref h6, ref h7);
        Vector512<int> k = Vector512.Create(depth);
        StorePixel(l0, h0, k, ref dots);
        StorePixel(l1, h1, k, ref Unsafe.Add(ref dots, pixelStride));
        StorePixel(l2, h2, k, ref Unsafe.Add(ref dots, 2 * pixelStride));
        StorePixel(l3, h3, k, ref Unsafe.Add(ref dots, 3 * pixelStride));
        StorePixel(l4, h4, k, ref Unsafe.Add(ref dots, 4 * pixelStride));
        StorePixel(l5, h5, k, ref Unsafe.Add(ref dots, 5 * pixelStride));
        StorePixel(l6, h6, k, ref Unsafe.Add(ref dots, 6 * pixelStride));
        StorePixel(l7, h7, k, ref Unsafe.Add(ref dots, 7 * pixelStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Plane(ref byte planes, int index) => Vector512.LoadUnsafe(ref planes, (nuint)(index * Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePixel(Vector512<byte> low, Vector512<byte> high, Vector512<int> k, ref int dots)
    {
        Vector512<ushort> first = TLanes.UnpackLow(low, high).AsUInt16(), second = TLanes.UnpackHigh(low, high).AsUInt16();
        (k - TLanes.WidenLow(first)).StoreUnsafe(ref dots, 0);
        (k - TLanes.WidenHigh(first)).StoreUnsafe(ref dots, 16);
        (k - TLanes.WidenLow(second)).StoreUnsafe(ref dots, 32);
        (k - TLanes.WidenHigh(second)).StoreUnsafe(ref dots, 48);
    }

    /// <summary>Bit p of byte i of vector b becomes bit b of byte i of vector p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector512<byte> v0,
        ref Vector512<byte> v1,
        ref Vector512<byte> v2,
        ref Vector512<byte> v3,
        ref Vector512<byte> v4,
        ref Vector512<byte> v5,
        ref Vector512<byte> v6,
        ref Vector512<byte> v7)
    {
        Vector512<byte> nibbles = Vector512.Create((byte)0x0F), pairs = Vector512.Create((byte)0x33), singles = Vector512.Create((byte)0x55);
        Exchange(ref v0, ref v4, 4, nibbles);
        Exchange(ref v1, ref v5, 4, nibbles);
        Exchange(ref v2, ref v6, 4, nibbles);
        Exchange(ref v3, ref v7, 4, nibbles);
        Exchange(ref v0, ref v2, 2, pairs);
        Exchange(ref v1, ref v3, 2, pairs);
        Exchange(ref v4, ref v6, 2, pairs);
        Exchange(ref v5, ref v7, 2, pairs);
        Exchange(ref v0, ref v1, 1, singles);
        Exchange(ref v2, ref v3, 1, singles);
        Exchange(ref v4, ref v5, 1, singles);
        Exchange(ref v6, ref v7, 1, singles);
    }

    /// <summary>The high bits of a's fields of 2·bits change places with the low bits of b's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange(ref Vector512<byte> a, ref Vector512<byte> b, int bits, Vector512<byte> low)
    {
        Vector512<byte> raised = (b.AsUInt64() << bits).AsByte(), lowered = (a.AsUInt64() >> bits).AsByte();
        a = Vector512.ConditionalSelect(low, a, raised);
        b = Vector512.ConditionalSelect(low, lowered, b);
    }
}
