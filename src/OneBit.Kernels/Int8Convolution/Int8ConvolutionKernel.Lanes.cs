using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OneBit.Kernels;

/// <summary>
/// Blocks of output pixels, in tiles of 6, by one panel of output channels after the other. Inputs are widened to 16 bits in scratch, the zero point subtracted; a 32-bit lane adds
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
        Span<int> ints = MemoryMarshal.Cast<byte, int>(scratch), pairs = ints[..packed.PairsLength];
        for (int item = begin, gathered = -1; item < end; item++)
        {
            (int block, int panel) = Math.DivRem(item, packed.Weights.Panels);
            int group = panel / packed.Weights.GroupPanels, pixel = block * packed.BlockPixels;
            int count = Math.Min(packed.BlockPixels, packed.Shape.Window.OutputPixels - pixel);
            // Padded rows serve all groups.
            int inputs = packed.Padded is null ? (block * packed.Shape.Groups) + group : block;
            if (gathered != inputs)
                Gather(packed, block, group, count, input, pairs);
            gathered = inputs;
            RunPanel(packed, panel, pixel, count, pairs, ints[pairs.Length..], output);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(PackedInt8Convolution packed, int block, int group, int count, ReadOnlySpan<sbyte> input, Span<int> pairs)
    {
        if (packed.Padded is { } padded)
        {
            padded.Copy(packed.Shape, block, input, MemoryMarshal.Cast<int, short>(pairs), new ZeroPointDifference(packed.ZeroPoint));
            return;
        }
        int depth = packed.Weights.Depth;
        var walker = new PixelWalker(packed.Shape.Window, block * packed.BlockPixels);
        for (int row = 0; row < count; row++, walker.Next())
            Int8Patch.Gather(packed.Shape, in walker, group * packed.Shape.GroupInputs, packed.ZeroPoint, input, MemoryMarshal.Cast<int, short>(pairs.Slice(row * depth, depth)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunPanel(PackedInt8Convolution packed, int panel, int pixel, int count, ReadOnlySpan<int> pairs, Span<int> sums, Span<sbyte> output)
    {
        ConvolutionShape shape = packed.Shape;
        PackedPanels<int> weights = packed.Weights;
        (int group, int groupPanel) = Math.DivRem(panel, weights.GroupPanels);
        int channels = shape.OutputChannels, firstChannel = group * shape.GroupOutputs + groupPanel * weights.Width;
        int outputs = weights.Outputs(groupPanel), vectors = weights.Vectors(groupPanel), width = vectors * weights.Lanes;
        ref int b = ref MemoryMarshal.GetReference(weights.Panel(group, groupPanel));
        // Integers are clamped after rescaling; the bounds of the sums are not read.
        var edges = new PanelEdges<int>(ref packed.Bias(panel), ref packed.Bias(panel), ref packed.Bias(panel));
        (int start, int step) = packed.Padded is null ? (0, weights.Depth) : (group * shape.GroupInputs / 2, shape.Window.StrideX * shape.InputChannels / 2);
        Span<nuint> most = stackalloc nuint[TileRows.Most];
        for (int first = 0, taken; first < count; first += taken)
        {
            taken = TileRows.Next(count - first);
            Span<nuint> rows = most[..taken];
            for (int row = 0; row < rows.Length; row++)
                rows[row] = (nuint)(start + ((first + row) * step));
            // Every window lies inside the pairs, and so do its runs; every row of sums lies in the scratch.
            ref int kept = ref MemoryMarshal.GetReference(sums[..(rows.Length * width)]);
            PanelTiles<TLanes, TVector, int>.Run(
                rows.Length, vectors, in MemoryMarshal.GetReference(pairs), in MemoryMarshal.GetReference(rows), packed.Runs, packed.RunLength, ref b, in edges, ref kept, width);
            packed.Requantization.Apply(sums, width, rows.Length, output[((pixel + first) * channels + firstChannel)..], channels, firstChannel, outputs);
        }
    }
}
