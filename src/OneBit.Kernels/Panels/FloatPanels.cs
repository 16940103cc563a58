using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OneBit.Kernels;

/// <summary>Panels of float32 weights with the bias and the bounds of their outputs.</summary>
internal sealed class FloatPanels
{
    private readonly AlignedBuffer bias;
    private readonly AlignedBuffer lower;
    private readonly AlignedBuffer upper;

    public FloatPanels(ReadOnlySpan<float> rows, FloatEdges edges, int groups, int groupOutputs, int depth, int lanes, int panelVectors)
    {
        edges.Validate(groups * groupOutputs);
        Weights = new PackedPanels<float>(rows, groups, groupOutputs, depth, lanes, panelVectors);
        bias = Weights.PerOutput(edges.Bias, 0);
        lower = Weights.PerOutput(edges.Lower, float.NegativeInfinity);
        upper = Weights.PerOutput(edges.Upper, float.PositiveInfinity);
    }

    public PackedPanels<float> Weights { get; }

    /// <summary>Elements that <see cref="Run"/> needs to keep a panel's incomplete vectors.</summary>
    public int TileLength => TileRows.Count * Weights.Width;

    /// <summary>Rows of a tile through one panel: c[i, j] = clamp(bias[j] + Σₖ a[i, k]·b[k, j]).</summary>
    /// <param name="panel">Panel, counted over all groups.</param>
    /// <param name="count">Rows, at most 6.</param>
    /// <param name="a">The operand that holds the rows.</param>
    /// <param name="rows">Where each row starts in <paramref name="a"/>.</param>
    /// <param name="runs">Offsets of the runs of a row.</param>
    /// <param name="runLength">Elements of a run; runs × length = depth.</param>
    /// <param name="output">Results; row i of the panel starts at <paramref name="start"/> + i · <paramref name="stride"/>.</param>
    /// <param name="start">Element of the first row's first channel.</param>
    /// <param name="stride">Channels of an output pixel.</param>
    /// <param name="tile"><see cref="TileLength"/> elements of scratch.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes, TVector>(
        int panel,
        int count,
        ref readonly float a,
        in TileRows rows,
        ReadOnlySpan<int> runs,
        int runLength,
        Span<float> output,
        int start,
        int stride,
        Span<float> tile)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : struct
    {
        (int group, int groupPanel) = Math.DivRem(panel, Weights.GroupPanels);
        int outputs = Weights.Outputs(groupPanel), vectors = Weights.Vectors(groupPanel);
        ref float b = ref MemoryMarshal.GetReference(Weights.Panel(group, groupPanel));
        int edge = panel * Weights.Width;
        var edges = new PanelEdges<float>(ref bias.AsSpan<float>()[edge], ref lower.AsSpan<float>()[edge], ref upper.AsSpan<float>()[edge]);
        if (outputs == vectors * Weights.Lanes)
        {
            // The last row's last vector ends inside the output, and so do all before it.
            ref float c = ref MemoryMarshal.GetReference(output.Slice(start, (count - 1) * stride + outputs));
            PanelTiles<TLanes, TVector, float>.Run(count, vectors, in a, in rows, runs, runLength, ref b, in edges, ref c, stride);
            return;
        }
        int width = vectors * Weights.Lanes;
        ref float kept = ref MemoryMarshal.GetReference(tile[..(count * width)]);
        PanelTiles<TLanes, TVector, float>.Run(count, vectors, in a, in rows, runs, runLength, ref b, in edges, ref kept, width);
        for (int row = 0; row < count; row++)
            tile.Slice(row * width, outputs).CopyTo(output.Slice(start + row * stride, outputs));
    }
}
