using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <content>Adds the words of weight 2 and 4 of all groups into planes. A full adder makes of three words of one weight a word of that weight and one of twice it.</content>
internal readonly partial struct BitSlicedTile<TLanes>
{
    /// <summary>Adds groups [begin, begin + count) to the planes of weight 2 and up; those of the first run are its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CountGroups(in Operands operands, nuint begin, nuint count, ref byte planes)
    {
        Vector512<byte> p2 = default, p4 = default, p8 = default, p16 = default, p32 = default, p64 = default, p128 = default, p256 = default, p512 = default, p1024 = default;
        Vector512<byte> carry;
        ref int offsets = ref Unsafe.Add(ref operands.Offsets, begin);
        ref byte weights = ref Unsafe.Add(ref operands.Weights, begin * Lanes);
        for (; count >= 16; count -= 16, offsets = ref Unsafe.Add(ref offsets, 16), weights = ref Unsafe.Add(ref weights, 16 * Lanes))
        {
            FourGroups(operands, ref offsets, ref weights, 0, ref p2, ref p4, out Vector512<byte> a0, out Vector512<byte> a1, out Vector512<byte> a2);
            FourGroups(operands, ref offsets, ref weights, 4, ref p2, ref p4, out Vector512<byte> b0, out Vector512<byte> b1, out Vector512<byte> b2);
            Six(ref p8, a0, a1, a2, b0, b1, b2, out Vector512<byte> x0, out Vector512<byte> x1, out Vector512<byte> x2);
            FourGroups(operands, ref offsets, ref weights, 8, ref p2, ref p4, out a0, out a1, out a2);
            FourGroups(operands, ref offsets, ref weights, 12, ref p2, ref p4, out b0, out b1, out b2);
            Six(ref p8, a0, a1, a2, b0, b1, b2, out Vector512<byte> y0, out Vector512<byte> y1, out Vector512<byte> y2);
            Six(ref p16, x0, x1, x2, y0, y1, y2, out Vector512<byte> z0, out Vector512<byte> z1, out Vector512<byte> z2);
            Three(ref p32, z0, z1, z2, out Vector512<byte> c0, out Vector512<byte> c1);
            FullAdd(ref p64, c0, c1, out carry);
            Ripple(carry, ref p128, ref p256, ref p512, ref p1024);
        }
        while (count > 0)
        {
            Vector512<byte> a0, a1, a2;
            nuint step = Math.Min(count, 4);
            if (step == 4)
                FourGroups(operands, ref offsets, ref weights, 0, ref p2, ref p4, out a0, out a1, out a2);
            else
                SomeGroups(operands, ref offsets, ref weights, step, ref p2, ref p4, out a0, out a1, out a2);
            Three(ref p8, a0, a1, a2, out Vector512<byte> b0, out Vector512<byte> b1);
            FullAdd(ref p16, b0, b1, out carry);
            HalfAdd(ref p32, carry, out carry);
            HalfAdd(ref p64, carry, out carry);
            Ripple(carry, ref p128, ref p256, ref p512, ref p1024);
            count -= step;
            offsets = ref Unsafe.Add(ref offsets, step);
            weights = ref Unsafe.Add(ref weights, step * Lanes);
        }
        carry = default;
        bool first = begin == 0;
        Gather(ref planes, 0, first, default, ref carry);
        Gather(ref planes, 1, first, p2, ref carry);
        Gather(ref planes, 2, first, p4, ref carry);
        Gather(ref planes, 3, first, p8, ref carry);
        Gather(ref planes, 4, first, p16, ref carry);
        Gather(ref planes, 5, first, p32, ref carry);
        Gather(ref planes, 6, first, p64, ref carry);
        Gather(ref planes, 7, first, p128, ref carry);
        Gather(ref planes, 8, first, p256, ref carry);
        Gather(ref planes, 9, first, p512, ref carry);
        Gather(ref planes, 10, first, p1024, ref carry);
        Gather(ref planes, 11, first, default, ref carry);
        Gather(ref planes, 12, first, default, ref carry);
        Gather(ref planes, 13, first, default, ref carry);
        Gather(ref planes, 14, first, default, ref carry);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Ripple(Vector512<byte> carry, ref Vector512<byte> p128, ref Vector512<byte> p256, ref Vector512<byte> p512, ref Vector512<byte> p1024)
    {
        HalfAdd(ref p128, carry, out carry);
        HalfAdd(ref p256, carry, out carry);
        HalfAdd(ref p512, carry, out carry);
        p1024 ^= carry;
    }

    /// <summary>Plane <paramref name="index"/> becomes the run's, or its sum with the run's and the carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gather(ref byte planes, int index, bool first, Vector512<byte> plane, ref Vector512<byte> carry)
    {
        ref byte at = ref Unsafe.Add(ref planes, index * Lanes);
        if (!first)
        {
            Vector512<byte> sum = Vector512.LoadUnsafe(ref at);
            FullAdd(ref sum, plane, carry, out carry);
            plane = sum;
        }
        plane.StoreUnsafe(ref at);
    }

    /// <summary>Four groups: their words of weight 2 and 4 go into p2 and p4, and three carries of weight 8 come out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourGroups(
        in Operands operands, ref int offsets, ref byte weights, nuint first, ref Vector512<byte> p2, ref Vector512<byte> p4, out Vector512<byte> a, out Vector512<byte> b, out Vector512<byte> c)
    {
        operands.LookUp(ref offsets, ref weights, first, out Vector512<byte> x0, out Vector512<byte> y0);
        operands.LookUp(ref offsets, ref weights, first + 1, out Vector512<byte> x1, out Vector512<byte> y1);
        operands.LookUp(ref offsets, ref weights, first + 2, out Vector512<byte> x2, out Vector512<byte> y2);
        operands.LookUp(ref offsets, ref weights, first + 3, out Vector512<byte> x3, out Vector512<byte> y3);
        AddFour(ref p2, ref p4, x0, x1, x2, x3, y0, y1, y2, y3, out a, out b, out c);
    }

    /// <summary>As <see cref="FourGroups"/> for one to three groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SomeGroups(
        in Operands operands, ref int offsets, ref byte weights, nuint count, ref Vector512<byte> p2, ref Vector512<byte> p4, out Vector512<byte> a, out Vector512<byte> b, out Vector512<byte> c)
    {
        Vector512<byte> x1 = default, y1 = default, x2 = default, y2 = default;
        operands.LookUp(ref offsets, ref weights, 0, out Vector512<byte> x0, out Vector512<byte> y0);
        if (count > 1)
            operands.LookUp(ref offsets, ref weights, 1, out x1, out y1);
        if (count > 2)
            operands.LookUp(ref offsets, ref weights, 2, out x2, out y2);
        AddFour(ref p2, ref p4, x0, x1, x2, default, y0, y1, y2, default, out a, out b, out c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFour(
        ref Vector512<byte> p2,
        ref Vector512<byte> p4,
        Vector512<byte> x0,
        Vector512<byte> x1,
        Vector512<byte> x2,
        Vector512<byte> x3,
        Vector512<byte> y0,
        Vector512<byte> y1,
        Vector512<byte> y2,
        Vector512<byte> y3,
        out Vector512<byte> a,
        out Vector512<byte> b,
        out Vector512<byte> c)
    {
        FullAdd(ref x0, x1, x2, out Vector512<byte> carry0);
        FullAdd(ref p2, x0, x3, out Vector512<byte> carry1);
        FullAdd(ref y0, y1, y2, out a);
        FullAdd(ref y0, y3, carry0, out b);
        FullAdd(ref p4, y0, carry1, out c);
    }

    /// <summary>Adds six words of the plane's weight; three of twice it come out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Six(
        ref Vector512<byte> plane,
        Vector512<byte> a0,
        Vector512<byte> a1,
        Vector512<byte> a2,
        Vector512<byte> b0,
        Vector512<byte> b1,
        Vector512<byte> b2,
        out Vector512<byte> x,
        out Vector512<byte> y,
        out Vector512<byte> z)
    {
        FullAdd(ref a0, a1, a2, out x);
        FullAdd(ref b0, b1, b2, out y);
        FullAdd(ref plane, a0, b0, out z);
    }

    /// <summary>Adds three words of the plane's weight; two of twice it come out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Three(ref Vector512<byte> plane, Vector512<byte> a, Vector512<byte> b, Vector512<byte> c, out Vector512<byte> x, out Vector512<byte> y)
    {
        FullAdd(ref plane, a, b, out x);
        HalfAdd(ref plane, c, out y);
    }

    /// <summary>sum + 2·carry = sum + a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FullAdd(ref Vector512<byte> sum, Vector512<byte> a, Vector512<byte> b, out Vector512<byte> carry)
    {
        carry = TLanes.Majority(sum, a, b);
        sum = TLanes.Xor(sum, a, b);
    }

    /// <summary>sum + 2·carry = sum + a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void HalfAdd(ref Vector512<byte> sum, Vector512<byte> a, out Vector512<byte> carry)
    {
        carry = sum & a;
        sum ^= a;
    }
}
