using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OneBit.Kernels;

/// <summary>
/// Output pixels, 6 to a tile, by one panel of output channels. Windows inside the image are read in place, run by run; those on the border are copied
/// to scratch first. Of wide rows with borders, the padded input rows are copied instead.
/// </summary>
internal sealed class FloatConvolutionKernel<TLanes, TVector>(string name, CpuFeatures requires) : FloatConvolutionKernel(name, requires)
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    public override double EstimateCycles(ConvolutionShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return FloatConvolutionCost.Cycles(shape, TLanes.Count, TLanes.PanelVectors);
    }

    public override PackedFloatConvolution Pack(ConvolutionShape shape, ReadOnlySpan<float> filter, FloatEdges edges)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.Validate();
        Require.Exactly(filter.Length, shape.FilterLength);
        var panels = new FloatPanels(filter, edges, shape.Groups, shape.GroupOutputs, shape.Depth, TLanes.Count, TLanes.PanelVectors);
        return new PackedFloatConvolution(this, shape, panels);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(PackedFloatConvolution packed, ReadOnlySpan<float> input, Span<float> output, Span<byte> scratch, int begin, int end)
    {
        ArgumentNullException.ThrowIfNull(packed);
        Require.PackedBy(packed.Kernel, this);
        ConvolutionShape shape = packed.Shape;
        Require.Length(input.Length, shape.InputLength);
        Require.Length(output.Length, shape.OutputLength);
        Require.Length(scratch.Length, packed.ScratchBytes);
        Require.Range(begin, end, packed.WorkItems);
        ReportUse();
        Span<float> floats = MemoryMarshal.Cast<byte, float>(scratch);
        Span<float> kept = floats[..packed.Panels.TileLength], copies = floats.Slice(kept.Length, packed.CopiedLength);
        if (packed.Padded is { } padded)
        {
            RunPadded(packed, padded, input, output, copies, kept, begin, end);
            return;
        }
        while (begin < end)
        {
            int firstTile = begin / packed.Panels.Weights.Panels / packed.BlockTiles * packed.BlockTiles, blockTiles = Math.Min(packed.BlockTiles, packed.Tiles - firstTile);
            (int panel, int tile) = Math.DivRem(begin - (firstTile * packed.Panels.Weights.Panels), blockTiles);
            int tiles = Math.Min(end - begin, blockTiles - tile);
            RunPanel(packed, panel, firstTile + tile, tiles, input, output, copies, kept);
            begin += tiles;
        }
    }

    // Work items are the panels of a row of outputs, row by row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunPadded(
        PackedFloatConvolution packed, PaddedRows padded, ReadOnlySpan<float> input, Span<float> output, Span<float> copies, Span<float> kept, int begin, int end)
    {
        ConvolutionShape shape = packed.Shape;
        int panels = packed.Panels.Weights.Panels, width = shape.Window.OutputWidth, step = shape.Window.StrideX * shape.InputChannels;
        Span<nuint> rows = stackalloc nuint[TileRows.Most];
        for (int copied = -1; begin < end; begin++)
        {
            (int row, int panel) = Math.DivRem(begin, panels);
            if (row != copied)
                padded.Copy(shape, copied = row, input, copies, default(PlainCopy));
            (int group, int groupPanel) = Math.DivRem(panel, packed.Panels.Weights.GroupPanels);
            int outputChannel = group * shape.GroupOutputs + groupPanel * packed.Panels.Weights.Width;
            FloatPanel weights = packed.Panels.At(panel);
            for (int column = 0, count; column < width; column += count)
            {
                count = TileRows.Next(width - column);
                for (int i = 0; i < count; i++)
                    rows[i] = (nuint)((column + i) * step + group * shape.GroupInputs);
                // Every window lies inside the copy, and so do its runs.
                Span<float> target = output[((row * width + column) * shape.OutputChannels + outputChannel)..];
                weights.Run<TLanes, TVector>(in MemoryMarshal.GetReference(copies), rows[..count], padded.Runs, packed.RunLength, target, shape.OutputChannels, kept);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunPanel(
        PackedFloatConvolution packed, int panel, int tile, int tiles, ReadOnlySpan<float> input, Span<float> output, Span<float> patches, Span<float> kept)
    {
        ConvolutionShape shape = packed.Shape;
        (int group, int groupPanel) = Math.DivRem(panel, packed.Panels.Weights.GroupPanels);
        int channel = group * shape.GroupInputs;
        int outputChannel = group * shape.GroupOutputs + groupPanel * packed.Panels.Weights.Width;
        int pixel = tile * TileRows.Count;
        int endPixel = Math.Min(shape.Window.OutputPixels, pixel + tiles * TileRows.Count);
        var walker = new PixelWalker(shape.Window, pixel);
        FloatPanel weights = packed.Panels.At(panel);
        ReadOnlySpan<int> whole = [0];
        Span<nuint> rows = stackalloc nuint[TileRows.Most];
        for (int count; pixel < endPixel; pixel += count)
        {
            int most = TileRows.Next(endPixel - pixel);
            Span<float> target = output[(pixel * shape.OutputChannels + outputChannel)..];
            count = Inner(shape, channel, rows[..most], ref walker);
            if (count > 0)
            {
                // Every window lies inside the image, so its runs lie inside the input.
                weights.Run<TLanes, TVector>(in MemoryMarshal.GetReference(input), rows[..count], packed.Runs, packed.RunLength, target, shape.OutputChannels, kept);
                continue;
            }
            for (; count < Math.Min(most, TileRows.Count) && !walker.IsInner; count++, walker.Next())
            {
                rows[count] = (nuint)(count * shape.Depth);
                FloatPatch.Gather(shape, in walker, channel, input, patches.Slice(count * shape.Depth, shape.Depth));
            }
            weights.Run<TLanes, TVector>(in MemoryMarshal.GetReference(patches), rows[..count], whole, shape.Depth, target, shape.OutputChannels, kept);
        }
    }

    /// <summary>Of the next pixels, as many as there are <paramref name="rows"/>, how many in front have windows inside the image; where these start, and the walker behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Inner(ConvolutionShape shape, int channel, Span<nuint> rows, ref PixelWalker walker)
    {
        WindowShape window = shape.Window;
        nuint step = (nuint)(window.StrideX * shape.InputChannels);
        int count = 0;
        while (count < rows.Length && walker.IsInner)
        {
            nuint start = (nuint)((walker.ImageStart + walker.Top * window.InputWidth + walker.Left) * shape.InputChannels + channel);
            int run = Math.Min(rows.Length - count, walker.InnerLeft);
            foreach (ref nuint row in rows.Slice(count, run))
            {
                row = start;
                start += step;
            }
            walker.Skip(run);
            count += run;
        }
        return count;
    }
}
