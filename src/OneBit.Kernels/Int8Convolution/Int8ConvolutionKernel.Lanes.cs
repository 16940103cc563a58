using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OneBit.Kernels;

/// <summary>
/// Tiles of 6 output pixels by one panel of output channels. Inputs are widened to 16 bits in scratch, the zero point subtracted; a 32-bit lane adds
/// the products of two depths at a time: at most 2·255·128, so the lane holds any sum below 2³¹.
/// </summary>
internal sealed class Int8ConvolutionKernel<TLanes, TVector>(string name, CpuFeatures requires) : Int8ConvolutionKernel(name, requires)
    where TLanes : struct, ILanes<TVector, int>
    where TVector : struct
{
    public override PackedInt8Convolution Pack(
        ConvolutionShape shape, ReadOnlySpan<sbyte> filter, ReadOnlySpan<int> bias, int inputZeroPoint, Requantization requantization)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(requantization);
        shape.Validate();
        ArgumentOutOfRangeException.ThrowIfNotEqual(inputZeroPoint, (sbyte)inputZeroPoint);
        Require.Exactly(filter.Length, shape.FilterLength);
        Require.Exactly(requantization.Channels, shape.OutputChannels);
        if (!bias.IsEmpty)
            Require.Exactly(bias.Length, shape.OutputChannels);
        int steps = (shape.Depth + 1) / 2;
        var pairs = new int[checked(steps * shape.OutputChannels)];
        for (int o = 0; o < shape.OutputChannels; o++)
        {
            for (int k = 0; k < shape.Depth; k++)
                pairs[o * steps + k / 2] |= (ushort)(short)filter[o * shape.Depth + k] << (k % 2 * 16);
        }
        var weights = new PackedPanels<int>(pairs, shape.Groups, shape.GroupOutputs, steps, TLanes.Count, TLanes.PanelVectors);
        return new PackedInt8Convolution(this, shape, weights, bias, inputZeroPoint, requantization);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(PackedInt8Convolution packed, ReadOnlySpan<sbyte> input, Span<sbyte> output, Span<byte> scratch, int begin, int end)
    {
        ArgumentNullException.ThrowIfNull(packed);
        Require.PackedBy(packed.Kernel, this);
        Require.Length(input.Length, packed.Shape.InputLength);
        Require.Length(output.Length, packed.Shape.OutputLength);
        Require.Length(scratch.Length, packed.ScratchBytes);
        Require.Range(begin, end, packed.WorkItems);
        ReportUse();
        Span<int> pairs = MemoryMarshal.Cast<byte, int>(scratch);
        int patches = TileRows.Count * packed.Weights.Depth;
        while (begin < end)
        {
            (int panel, int tile) = Math.DivRem(begin, packed.Tiles);
            int tiles = Math.Min(end - begin, packed.Tiles - tile);
            RunPanel(packed, panel, tile, tiles, input, output, pairs[..patches], pairs.Slice(patches, TileRows.Count * packed.Weights.Width));
            begin += tiles;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunPanel(
        PackedInt8Convolution packed, int panel, int tile, int tiles, ReadOnlySpan<sbyte> input, Span<sbyte> output, Span<int> patches, Span<int> sums)
    {
        ConvolutionShape shape = packed.Shape;
        PackedPanels<int> weights = packed.Weights;
        (int group, int groupPanel) = Math.DivRem(panel, weights.GroupPanels);
        int firstChannel = group * shape.GroupOutputs + groupPanel * weights.Width;
        int outputs = weights.Outputs(groupPanel), vectors = weights.Vectors(groupPanel), width = vectors * weights.Lanes;
        ref int b = ref MemoryMarshal.GetReference(weights.Panel(group, groupPanel));
        // Integers are clamped after rescaling; the bounds of the sums are not read.
        var edges = new PanelEdges<int>(ref packed.Bias(panel), ref packed.Bias(panel), ref packed.Bias(panel));
        ReadOnlySpan<int> whole = [0];
        Span<nuint> rows = stackalloc nuint[TileRows.Count];
        for (int row = 0; row < rows.Length; row++)
            rows[row] = (nuint)(row * weights.Depth);
        int pixel = tile * TileRows.Count;
        int endPixel = Math.Min(shape.Window.OutputPixels, pixel + tiles * TileRows.Count);
        var walker = new PixelWalker(shape.Window, pixel);
        for (; pixel < endPixel; pixel += TileRows.Count)
        {
            int count = Math.Min(TileRows.Count, endPixel - pixel);
            for (int row = 0; row < count; row++, walker.Next())
            {
                Span<short> patch = MemoryMarshal.Cast<int, short>(patches.Slice(row * weights.Depth, weights.Depth));
                Int8Patch.Gather(shape, in walker, group * shape.GroupInputs, packed.ZeroPoint, input, patch);
            }
            PanelTiles<TLanes, TVector, int>.Run(
                count, vectors, in MemoryMarshal.GetReference(patches), in MemoryMarshal.GetReference(rows), whole, weights.Depth, ref b, in edges, ref MemoryMarshal.GetReference(sums), width);
            for (int row = 0; row < count; row++)
            {
                Span<sbyte> channels = output.Slice((pixel + row) * shape.OutputChannels + firstChannel, outputs);
                packed.Requantization.Apply(sums.Slice(row * width, outputs), channels, firstChannel);
            }
        }
    }
}
