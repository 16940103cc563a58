using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>
/// Sums of one channel per lane over the taps of a filter, for adjacent output pixels that meet the same taps: each weight is loaded once for all pixels.
/// </summary>
internal static class DepthwiseTaps<TLanes, TVector, TElement, TInput>
    where TLanes : struct, IInputLanes<TVector, TElement, TInput>
    where TVector : struct
    where TElement : unmanaged
    where TInput : unmanaged
{
    /// <summary>output[p, c] = clamp(bias[c] + Σ input[tap, p, c / multiplier]·weights[tap, c]) for the channels [first, end), which hold at least one vector.</summary>
    /// <remarks>The last vector ends at <paramref name="end"/> and may repeat channels of the one before.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TPixels>(
        ref readonly TInput input,
        in TapWindow window,
        ref readonly TElement weights,
        in PanelEdges<TElement> edges,
        TElement zero,
        ref TElement output,
        int channels,
        int multiplier,
        int first,
        int end)
        where TPixels : struct, ICount
    {
        TVector zeros = TLanes.Broadcast(zero);
        nuint step = (nuint)window.PixelStep;
        for (int next = first; next < end; next += TLanes.Count)
        {
            int channel = Math.Min(next, end - TLanes.Count);
            nuint c = (nuint)channel;
            TVector s0 = TLanes.Load(in edges.Bias, c), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0;
            nuint source = (nuint)window.Origin + (nuint)(multiplier == 1 ? channel : channel / multiplier);
            nuint weight = (nuint)window.Weight * (nuint)channels + c;
            for (int ky = 0; ky < window.Rows; ky++)
            {
                nuint x = source, w = weight;
                if (TPixels.Value == 6 && window.Columns == 3 && window.PixelStep == window.ColumnStep)
                {
                    // Neighbours share two of their three columns: eight are read instead of eighteen.
                    TVector w0 = TLanes.Load(in weights, w), w1 = TLanes.Load(in weights, w + (nuint)channels), w2 = TLanes.Load(in weights, w + 2 * (nuint)channels);
                    TVector a = TLanes.LoadInput(in input, x, zeros), b = TLanes.LoadInput(in input, x + step, zeros);
                    Slide(in input, x += 2 * step, zeros, w0, w1, w2, ref a, ref b, ref s0);
                    Slide(in input, x += step, zeros, w0, w1, w2, ref a, ref b, ref s1);
                    Slide(in input, x += step, zeros, w0, w1, w2, ref a, ref b, ref s2);
                    Slide(in input, x += step, zeros, w0, w1, w2, ref a, ref b, ref s3);
                    Slide(in input, x += step, zeros, w0, w1, w2, ref a, ref b, ref s4);
                    Slide(in input, x + step, zeros, w0, w1, w2, ref a, ref b, ref s5);
                    source += (nuint)window.RowStep;
                    weight += (nuint)window.FilterWidth * (nuint)channels;
                    continue;
                }
                for (int kx = 0; kx < window.Columns; kx++)
                {
                    TVector factor = TLanes.Load(in weights, w);
                    s0 = TLanes.MultiplyAdd(TLanes.LoadInput(in input, x, zeros), factor, s0);
                    if (TPixels.Value > 1)
                        s1 = TLanes.MultiplyAdd(TLanes.LoadInput(in input, x + step, zeros), factor, s1);
                    if (TPixels.Value > 2)
                    {
                        s2 = TLanes.MultiplyAdd(TLanes.LoadInput(in input, x + 2 * step, zeros), factor, s2);
                        s3 = TLanes.MultiplyAdd(TLanes.LoadInput(in input, x + 3 * step, zeros), factor, s3);
                        s4 = TLanes.MultiplyAdd(TLanes.LoadInput(in input, x + 4 * step, zeros), factor, s4);
                        s5 = TLanes.MultiplyAdd(TLanes.LoadInput(in input, x + 5 * step, zeros), factor, s5);
                    }
                    x += (nuint)window.ColumnStep;
                    w += (nuint)channels;
                }
                source += (nuint)window.RowStep;
                weight += (nuint)window.FilterWidth * (nuint)channels;
            }
            TVector lower = TLanes.Load(in edges.Lower, c), upper = TLanes.Load(in edges.Upper, c);
            nuint row = (nuint)channels;
            TLanes.Store(TLanes.Clamp(s0, lower, upper), ref output, c);
            if (TPixels.Value > 1)
                TLanes.Store(TLanes.Clamp(s1, lower, upper), ref output, row + c);
            if (TPixels.Value > 2)
            {
                TLanes.Store(TLanes.Clamp(s2, lower, upper), ref output, 2 * row + c);
                TLanes.Store(TLanes.Clamp(s3, lower, upper), ref output, 3 * row + c);
                TLanes.Store(TLanes.Clamp(s4, lower, upper), ref output, 4 * row + c);
                TLanes.Store(TLanes.Clamp(s5, lower, upper), ref output, 5 * row + c);
            }
        }
    }

    // A pixel's sum over three columns, of which the last is the next pixel's second.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Slide(
        ref readonly TInput input, nuint last, TVector zeros, TVector w0, TVector w1, TVector w2, ref TVector first, ref TVector second, ref TVector sum)
    {
        TVector third = TLanes.LoadInput(in input, last, zeros);
        sum = TLanes.MultiplyAdd(third, w2, TLanes.MultiplyAdd(second, w1, TLanes.MultiplyAdd(first, w0, sum)));
        first = second;
        second = third;
    }
}
