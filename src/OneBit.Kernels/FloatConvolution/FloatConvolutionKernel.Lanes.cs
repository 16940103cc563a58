using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OneBit.Kernels;

/// <summary>
/// Tiles of 6 output pixels by one panel of output channels. Where all 6 windows lie inside the image they are read in place, run by run;
/// a tile with a window on the border is copied to scratch first.
/// </summary>
internal sealed class FloatConvolutionKernel<TLanes, TVector>(string name, CpuFeatures requires) : FloatConvolutionKernel(name, requires)
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
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
        int patches = TileRows.Count * shape.Depth;
        while (begin < end)
        {
            (int panel, int tile) = Math.DivRem(begin, packed.Tiles);
            int tiles = Math.Min(end - begin, packed.Tiles - tile);
            RunPanel(packed, panel, tile, tiles, input, output, floats[..patches], floats.Slice(patches, packed.Panels.TileLength));
            begin += tiles;
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
        ReadOnlySpan<int> whole = [0];
        TileRows rows = default;
        for (; pixel < endPixel; pixel += TileRows.Count)
        {
            int count = Math.Min(TileRows.Count, endPixel - pixel);
            int start = pixel * shape.OutputChannels + outputChannel;
            PixelWalker first = walker;
            if (Inner(shape, channel, count, ref walker, ref rows))
            {
                // Every window lies inside the image, so its runs lie inside the input.
                packed.Panels.Run<TLanes, TVector>(
                    panel, count, in MemoryMarshal.GetReference(input), in rows, packed.Runs, packed.RunLength, output, start, shape.OutputChannels, kept);
                continue;
            }
            for (int row = 0; row < count; row++, first.Next())
            {
                rows[row] = (nuint)(row * shape.Depth);
                FloatPatch.Gather(shape, in first, channel, input, patches.Slice(row * shape.Depth, shape.Depth));
            }
            packed.Panels.Run<TLanes, TVector>(
                panel, count, in MemoryMarshal.GetReference(patches), in rows, whole, shape.Depth, output, start, shape.OutputChannels, kept);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Inner(ConvolutionShape shape, int channel, int count, ref PixelWalker walker, ref TileRows rows)
    {
        WindowShape window = shape.Window;
        nuint start = (nuint)((walker.ImageStart + walker.Top * window.InputWidth + walker.Left) * shape.InputChannels + channel);
        if (walker.SkipsInner(count))
        {
            nuint step = (nuint)(window.StrideX * shape.InputChannels);
            for (int row = 0; row < count; row++, start += step)
                rows[row] = start;
            return true;
        }
        bool inner = true;
        for (int row = 0; row < count; row++, walker.Next())
        {
            inner &= walker.IsInner;
            rows[row] = (nuint)((walker.ImageStart + walker.Top * window.InputWidth + walker.Left) * shape.InputChannels + channel);
        }
        return inner;
    }
}
