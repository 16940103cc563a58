using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>Where dots are bit 1.</summary>
internal interface IDotBounds
{
    /// <summary>Bit i of 8 = the bit of lane + i.</summary>
    static abstract uint Eight(ref int dots, nuint source, ref int below, ref int above, nuint lane);

    static abstract bool One(int dot, int below, int above);
}

/// <summary>d &lt; below.</summary>
internal readonly struct Below : IDotBounds
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Eight(ref int dots, nuint source, ref int below, ref int above, nuint lane) =>
        Vector256.LessThan(Vector256.LoadUnsafe(ref dots, source + lane), Vector256.LoadUnsafe(ref below, lane)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool One(int dot, int below, int above) => dot < below;
}

/// <summary>d &lt; below or d &gt; above.</summary>
internal readonly struct Outside : IDotBounds
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Eight(ref int dots, nuint source, ref int below, ref int above, nuint lane)
    {
        Vector256<int> d = Vector256.LoadUnsafe(ref dots, source + lane);
        return (Vector256.LessThan(d, Vector256.LoadUnsafe(ref below, lane)) | Vector256.GreaterThan(d, Vector256.LoadUnsafe(ref above, lane))).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool One(int dot, int below, int above) => dot < below || dot > above;
}

/// <summary>How many lanes of a word are compared.</summary>
internal interface IDotWord
{
    /// <summary>Bit i = that of the dot source + i, for i below <paramref name="lanes"/>.</summary>
    static abstract uint Compare<TBounds>(ref int dots, nuint source, ref int below, ref int above, int lanes)
        where TBounds : struct, IDotBounds;
}

/// <summary>All 32.</summary>
internal readonly struct WholeWord : IDotWord
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Compare<TBounds>(ref int dots, nuint source, ref int below, ref int above, int lanes)
        where TBounds : struct, IDotBounds =>
        TBounds.Eight(ref dots, source, ref below, ref above, 0) | (TBounds.Eight(ref dots, source, ref below, ref above, 8) << 8)
            | (TBounds.Eight(ref dots, source, ref below, ref above, 16) << 16) | (TBounds.Eight(ref dots, source, ref below, ref above, 24) << 24);
}

/// <summary>Fewer: eights, then one by one.</summary>
internal readonly struct PartOfWord : IDotWord
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Compare<TBounds>(ref int dots, nuint source, ref int below, ref int above, int lanes)
        where TBounds : struct, IDotBounds
    {
        uint bits = 0;
        int lane = 0;
        for (; lane + 8 <= lanes; lane += 8)
            bits |= TBounds.Eight(ref dots, source, ref below, ref above, (nuint)lane) << lane;
        for (; lane < lanes; lane++)
            bits |= (TBounds.One(Unsafe.Add(ref dots, source + (nuint)lane), Unsafe.Add(ref below, lane), Unsafe.Add(ref above, lane)) ? 1u : 0) << lane;
        return bits;
    }
}
