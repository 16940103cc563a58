using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>
/// Sums of one channel per lane over the taps of a filter, for adjacent output pixels that meet the same taps: each weight is loaded once for all pixels of a tile.
/// Eight sums at once hide the latency of the multiply-adds; two 256-bit vectors of float32 channels are whole cache lines.
/// </summary>
internal static class DepthwiseTaps<TLanes, TVector, TElement, TInput>
    where TLanes : struct, IInputLanes<TVector, TElement, TInput>
    where TVector : struct
    where TElement : unmanaged
    where TInput : unmanaged
{
    /// <summary>output[p, c] = clamp(bias[c] + Σ input[tap, p, c / multiplier]·weights[tap, c]) for <paramref name="pixels"/>, in tiles of 8, 4 or 1.</summary>
    /// <typeparam name="TVectors">Vectors of channels of a tile: 2, for at most 4 pixels, where there are as many channels and the multiplier is 1; else 1.</typeparam>
    /// <param name="input">The images.</param>
    /// <param name="window">The window of the first pixel; all meet the same taps.</param>
    /// <param name="weights">The filter.</param>
    /// <param name="edges">Of the channels.</param>
    /// <param name="zero">What is taken off the inputs.</param>
    /// <param name="output">The first pixel; they are <paramref name="channels"/> apart.</param>
    /// <param name="pixels">Pixels, at least 1.</param>
    /// <param name="channels">Channels of an output pixel, as many as a tile has or more.</param>
    /// <param name="multiplier">Output channels per input channel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVectors>(
        ref readonly TInput input,
        in TapWindow window,
        ref readonly TElement weights,
        in PanelEdges<TElement> edges,
        TElement zero,
        ref TElement output,
        int pixels,
        int channels,
        int multiplier)
        where TVectors : struct, ICount
    {
        if (TVectors.Value == 1 && pixels >= 8)
            Tiles<Eight, TVectors>(in input, in window, in weights, in edges, zero, ref output, pixels, channels, multiplier);
        else if (pixels >= 4)
            Tiles<Four, TVectors>(in input, in window, in weights, in edges, zero, ref output, pixels, channels, multiplier);
        else
            Tiles<One, TVectors>(in input, in window, in weights, in edges, zero, ref output, pixels, channels, multiplier);
    }

    // A tile's sums are two groups of four pixels, or of one: the second is of the next pixels, or of the next vector of channels. Four pixels of one vector, and one of one, have none.
    // The last tile of a row ends at the last pixel, and the last one of a pixel at the last channel; they may repeat a part of the one before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tiles<TPixels, TVectors>(
        ref readonly TInput input,
        in TapWindow window,
        ref readonly TElement weights,
        in PanelEdges<TElement> edges,
        TElement zero,
        ref TElement output,
        int pixels,
        int channels,
        int multiplier)
        where TPixels : struct, ICount
        where TVectors : struct, ICount
    {
        TVector zeros = TLanes.Broadcast(zero);
        nuint step = (nuint)window.PixelStep, row = (nuint)channels, filterRow = (nuint)window.FilterWidth * row;
        int width = TVectors.Value * TLanes.Count;
        bool slides = TPixels.Value > 1 && window.Columns == 3 && window.PixelStep == window.ColumnStep;
        nuint nextInput = TVectors.Value == 2 ? (nuint)TLanes.Count : 4 * step, nextOutput = TVectors.Value == 2 ? (nuint)TLanes.Count : 4 * row;
        nuint nextChannel = TVectors.Value == 2 ? (nuint)TLanes.Count : 0;
        for (int nextPixel = 0; nextPixel < pixels; nextPixel += TPixels.Value)
        {
            nuint pixel = (nuint)Math.Min(nextPixel, pixels - TPixels.Value), origin = (nuint)window.Origin + (pixel * step);
            for (int next = 0; next < channels; next += width)
            {
                int channel = Math.Min(next, channels - width);
                nuint c = (nuint)channel;
                TVector s0 = TLanes.Load(in edges.Bias, c), s1 = s0, s2 = s0, s3 = s0;
                TVector t0 = TLanes.Load(in edges.Bias, c + nextChannel), t1 = t0, t2 = t0, t3 = t0;
                nuint x = origin + (nuint)(multiplier == 1 ? channel : channel / multiplier), w = ((nuint)window.Weight * row) + c;
                for (int ky = 0; ky < window.Rows; ky++, x += (nuint)window.RowStep, w += filterRow)
                {
                    if (slides)
                    {
                        TVector w0 = TLanes.Load(in weights, w), w1 = TLanes.Load(in weights, w + row), w2 = TLanes.Load(in weights, w + (2 * row));
                        Slide(in input, x, step, zeros, w0, w1, w2, ref s0, ref s1, ref s2, ref s3);
                        if (TVectors.Value == 2)
                            (w0, w1, w2) = (TLanes.Load(in weights, w + nextChannel), TLanes.Load(in weights, w + nextChannel + row), TLanes.Load(in weights, w + nextChannel + (2 * row)));
                        if (TPixels.Value == 8 || TVectors.Value == 2)
                            Slide(in input, x + nextInput, step, zeros, w0, w1, w2, ref t0, ref t1, ref t2, ref t3);
                        continue;
                    }
                    nuint tap = x, weight = w;
                    for (int kx = 0; kx < window.Columns; kx++, tap += (nuint)window.ColumnStep, weight += row)
                    {
                        Add<TPixels>(in input, tap, step, TLanes.Load(in weights, weight), zeros, ref s0, ref s1, ref s2, ref s3);
                        if (TPixels.Value == 8 || TVectors.Value == 2)
                            Add<TPixels>(in input, tap + nextInput, step, TLanes.Load(in weights, weight + nextChannel), zeros, ref t0, ref t1, ref t2, ref t3);
                    }
                }
                nuint target = (pixel * row) + c;
                Store<TPixels>(in edges, c, ref output, target, row, s0, s1, s2, s3);
                if (TPixels.Value == 8 || TVectors.Value == 2)
                    Store<TPixels>(in edges, c + nextChannel, ref output, target + nextOutput, row, t0, t1, t2, t3);
            }
        }
    }

    // Four pixels by a row of a filter with three columns: neighbours share two of them, so six are read instead of twelve.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Slide(
        ref readonly TInput input, nuint x, nuint step, TVector zeros, TVector w0, TVector w1, TVector w2, ref TVector s0, ref TVector s1, ref TVector s2, ref TVector s3)
    {
        TVector x0 = TLanes.LoadInput(in input, x, zeros), x1 = TLanes.LoadInput(in input, x + step, zeros), x2 = TLanes.LoadInput(in input, x += 2 * step, zeros);
        s0 = Three(x0, x1, x2, w0, w1, w2, s0);
        TVector x3 = TLanes.LoadInput(in input, x += step, zeros);
        s1 = Three(x1, x2, x3, w0, w1, w2, s1);
        TVector x4 = TLanes.LoadInput(in input, x += step, zeros);
        s2 = Three(x2, x3, x4, w0, w1, w2, s2);
        s3 = Three(x3, x4, TLanes.LoadInput(in input, x + step, zeros), w0, w1, w2, s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Three(TVector x0, TVector x1, TVector x2, TVector w0, TVector w1, TVector w2, TVector sum) =>
        TLanes.MultiplyAdd(x2, w2, TLanes.MultiplyAdd(x1, w1, TLanes.MultiplyAdd(x0, w0, sum)));

    // One tap.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TPixels>(ref readonly TInput input, nuint x, nuint step, TVector weight, TVector zeros, ref TVector s0, ref TVector s1, ref TVector s2, ref TVector s3)
        where TPixels : struct, ICount
    {
        s0 = TLanes.MultiplyAdd(TLanes.LoadInput(in input, x, zeros), weight, s0);
        if (TPixels.Value == 1)
            return;
        s1 = TLanes.MultiplyAdd(TLanes.LoadInput(in input, x += step, zeros), weight, s1);
        s2 = TLanes.MultiplyAdd(TLanes.LoadInput(in input, x += step, zeros), weight, s2);
        s3 = TLanes.MultiplyAdd(TLanes.LoadInput(in input, x + step, zeros), weight, s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TPixels>(in PanelEdges<TElement> edges, nuint channel, ref TElement output, nuint at, nuint row, TVector s0, TVector s1, TVector s2, TVector s3)
        where TPixels : struct, ICount
    {
        TVector lower = TLanes.Load(in edges.Lower, channel), upper = TLanes.Load(in edges.Upper, channel);
        TLanes.Store(TLanes.Clamp(s0, lower, upper), ref output, at);
        if (TPixels.Value == 1)
            return;
        TLanes.Store(TLanes.Clamp(s1, lower, upper), ref output, at += row);
        TLanes.Store(TLanes.Clamp(s2, lower, upper), ref output, at += row);
        TLanes.Store(TLanes.Clamp(s3, lower, upper), ref output, at + row);
    }
}
