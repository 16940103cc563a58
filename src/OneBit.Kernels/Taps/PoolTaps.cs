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
    /// <remarks>The last vector ends at the last channel and may repeat channels of the one before.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref readonly TInput input, in TapWindow window, TElement start, TElement zero, ref TElement output, int channels)
    {
        TVector starts = TLanes.Broadcast(start), zeros = TLanes.Broadcast(zero);
        for (int next = 0; next < channels; next += TLanes.Count)
        {
            nuint c = (nuint)Math.Min(next, channels - TLanes.Count);
            TVector all = starts;
            nuint row = (nuint)window.Origin + c;
            for (int ky = 0; ky < window.Rows; ky++)
            {
                nuint x = row;
                for (int kx = 0; kx < window.Columns; kx++)
                {
                    all = TOperator.Join(all, TLanes.LoadInput(in input, x, zeros));
                    x += (nuint)window.ColumnStep;
                }
                row += (nuint)window.RowStep;
            }
            TLanes.Store(all, ref output, c);
        }
    }
}
