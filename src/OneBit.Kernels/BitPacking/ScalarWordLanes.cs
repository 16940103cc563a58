using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>32 values one after the other.</summary>
internal readonly struct ScalarWordLanes : IWordLanes
{
    public static uint Compare(ref float x, float t, bool above)
    {
        uint bits = 0;
        for (int i = 0; i < 32; i++)
            bits |= ((above ? Unsafe.Add(ref x, i) > t : Unsafe.Add(ref x, i) < t) ? 1u : 0) << i;
        return bits;
    }

    public static uint Compare(ref float x, ref float t, bool above)
    {
        uint bits = 0;
        for (int i = 0; i < 32; i++)
            bits |= ((above ? Unsafe.Add(ref x, i) > Unsafe.Add(ref t, i) : Unsafe.Add(ref x, i) < Unsafe.Add(ref t, i)) ? 1u : 0) << i;
        return bits;
    }

    public static uint Compare(ref sbyte q, sbyte zeroPoint)
    {
        uint bits = 0;
        for (int i = 0; i < 32; i++)
            bits |= (Unsafe.Add(ref q, i) < zeroPoint ? 1u : 0) << i;
        return bits;
    }

    public static uint IsZero(ref byte b)
    {
        uint bits = 0;
        for (int i = 0; i < 32; i++)
            bits |= (Unsafe.Add(ref b, i) == 0 ? 1u : 0) << i;
        return bits;
    }

    public static void Select(uint word, float plus, float minus, ref float x)
    {
        for (int i = 0; i < 32; i++)
            Unsafe.Add(ref x, i) = ((word >> i) & 1) == 0 ? plus : minus;
    }

    public static void Select(uint word, byte plus, byte minus, ref byte b)
    {
        for (int i = 0; i < 32; i++)
            Unsafe.Add(ref b, i) = ((word >> i) & 1) == 0 ? plus : minus;
    }
}
