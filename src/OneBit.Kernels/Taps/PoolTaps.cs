using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>How a pool joins the elements of a window.</summary>
internal interface IPoolOperator<TLanes, TVector, TElement>
    where TLanes : struct, ILanes<TVector, TElement>
    where TVector : struct
    where TElement : unmanaged
{
    static abstract TVector Join(TVector all, TVector next);
}

internal readonly struct PoolMax<TLanes, TVector, TElement> : IPoolOperator<TLanes, TVector, TElement>
    where TLanes : struct, ILanes<TVector, TElement>
    where TVector : struct
    where TElement : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Join(TVector all, TVector next) => TLanes.Max(next, all);
}

internal readonly struct PoolSum<TLanes, TVector, TElement> : IPoolOperator<TLanes, TVector, TElement>
    where TLanes : struct, ILanes<TVector, TElement>
    where TVector : struct
    where TElement : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Join(TVector all, TVector next) => TLanes.Add(all, next);
}

/// <summary>One output pixel of a pool, one channel per lane.</summary>
internal static class PoolTaps<TLanes, TVector, TElement, TInput, TOperator>
    where TLanes : struct, IInputLanes<TVector, TElement, TInput>
    where TVector : struct
    where TElement : unmanaged
    where TInput : unmanaged
    where TOperator : struct, IPoolOperator<TLanes, TVector, TElement>
{
    /// <summary>output[c] = start joined with the inputs of the window, for <paramref name="channels"/> that hold at least one vector.</summary>
    /// <remarks>Four vectors at a time share the walk over the taps. The last vector ends at the last channel and may repeat channels of the one before.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref readonly TInput input, in TapWindow window, TElement start, TElement zero, ref TElement output, int channels)
    {
        int four = Four.Value * TLanes.Count, next = 0;
        for (; next + four <= channels; next += four)
            Join<Four>(in input, window, start, zero, ref output, next);
        for (; next < channels; next += TLanes.Count)
            Join<One>(in input, window, start, zero, ref output, Math.Min(next, channels - TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join<TVectors>(ref readonly TInput input, in TapWindow window, TElement start, TElement zero, ref TElement output, int channel)
        where TVectors : struct, ICount
    {
        TVector zeros = TLanes.Broadcast(zero), all0 = TLanes.Broadcast(start), all1 = all0, all2 = all0, all3 = all0;
        nuint c = (nuint)channel, lanes = (nuint)TLanes.Count, row = (nuint)window.Origin + c;
        nuint columnStep = (nuint)window.ColumnStep, rowStep = (nuint)window.RowStep;
        for (int ky = window.Rows; ky > 0; ky--, row += rowStep)
        {
            nuint x = row;
            for (int kx = window.Columns; kx > 0; kx--, x += columnStep)
            {
                all0 = TOperator.Join(all0, TLanes.LoadInput(in input, x, zeros));
                if (TVectors.Value == 1)
                    continue;
                all1 = TOperator.Join(all1, TLanes.LoadInput(in input, x + lanes, zeros));
                all2 = TOperator.Join(all2, TLanes.LoadInput(in input, x + (2 * lanes), zeros));
                all3 = TOperator.Join(all3, TLanes.LoadInput(in input, x + (3 * lanes), zeros));
            }
        }
        TLanes.Store(all0, ref output, c);
        if (TVectors.Value == 1)
            return;
        TLanes.Store(all1, ref output, c + lanes);
        TLanes.Store(all2, ref output, c + (2 * lanes));
        TLanes.Store(all3, ref output, c + (3 * lanes));
    }
}
