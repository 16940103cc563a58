using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>The arithmetic of <see cref="OutputTransform"/>: the loop that fits its steps and the CPU's vectors.</summary>
internal static class TransformArithmetic
{
    private const int Lanes = 8;

    /// <summary>Gives T of each dot to the target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TTarget>(TransformTable table, in OutputDots dots, TTarget target)
        where TTarget : ITransformTarget, allows ref struct
    {
        if (Vector512.IsHardwareAccelerated && dots.Channels % TransformLanes512.Count == 0)
            Run<TransformLanes512, Vector512<int>, Vector512<float>, TTarget>(table, dots, target);
        else
            Run<TransformLanes256, Vector256<int>, Vector256<float>, TTarget>(table, dots, target);
    }

    /// <summary>As the other one, by vectors of one width; the same bits for each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Run<TLanes, TInt, TFloat, TTarget>(TransformTable table, in OutputDots dots, TTarget target)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct
        where TTarget : ITransformTarget, allows ref struct
    {
        if (table.IsAffine && table.Halves)
            TransformLoop<TLanes, TInt, TFloat, HalvedSteps, TTarget>.Run(table, dots, target);
        else if (table.IsAffine)
            TransformLoop<TLanes, TInt, TFloat, AffineSteps, TTarget>.Run(table, dots, target);
        else if (table.IsBounded)
            TransformLoop<TLanes, TInt, TFloat, BoundedSteps, TTarget>.Run(table, dots, target);
        else if (table.SelectsBounds)
            TransformLoop<TLanes, TInt, TFloat, AllSteps<SelectClamp>, TTarget>.Run(table, dots, target);
        else
            TransformLoop<TLanes, TInt, TFloat, AllSteps<IeeeClamp>, TTarget>.Run(table, dots, target);
    }

    /// <summary>values[c] += g·S[c], a product and a sum each rounded to float32: −S of a transform that negates d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Correct(OutputTransform t, ReadOnlySpan<int> outside, int channel, Span<float> values)
    {
        ReadOnlySpan<float> multiplier = t.Multiplier.AsSpan(channel, values.Length);
        ref int s = ref MemoryMarshal.GetReference(outside[..values.Length]);
        ref float g = ref MemoryMarshal.GetReference(multiplier);
        ref float y = ref MemoryMarshal.GetReference(values);
        nuint i = 0;
        for (; i + Lanes <= (nuint)values.Length; i += Lanes)
        {
            Vector256<float> product = Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref s, i)) * Vector256.LoadUnsafe(ref g, i);
            (Vector256.LoadUnsafe(ref y, i) + product).StoreUnsafe(ref y, i);
        }
        for (int c = (int)i; c < values.Length; c++)
        {
            float product = outside[c] * multiplier[c];
            values[c] += product;
        }
    }
}
