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

    /// <summary>Elements that <see cref="FloatPanel.Run"/> needs to keep a panel's incomplete vectors.</summary>
    public int TileLength => TileRows.Count * Weights.Width;

    /// <summary>One panel, counted over all groups.</summary>
    public FloatPanel At(int panel)
    {
        (int group, int groupPanel) = Math.DivRem(panel, Weights.GroupPanels);
        int edge = panel * Weights.Width;
        return new FloatPanel(
            ref MemoryMarshal.GetReference(Weights.Panel(group, groupPanel)),
            new PanelEdges<float>(ref bias.AsSpan<float>()[edge], ref lower.AsSpan<float>()[edge], ref upper.AsSpan<float>()[edge]))
        {
            Outputs = Weights.Outputs(groupPanel),
            Vectors = Weights.Vectors(groupPanel),
            Lanes = Weights.Lanes,
        };
    }
}

/// <summary>A panel of weights and what is applied to its sums.</summary>
internal readonly ref struct FloatPanel
{
    private readonly ref float weights;
    private readonly PanelEdges<float> edges;

    public FloatPanel(ref float weights, PanelEdges<float> edges)
    {
        this.weights = ref weights;
        this.edges = edges;
    }

    public required int Outputs { get; init; }

    public required int Vectors { get; init; }

    public required int Lanes { get; init; }

    /// <summary>Rows through the panel: c[i, j] = clamp(bias[j] + Σₖ a[i, k]·b[k, j]).</summary>
    /// <param name="a">The operand that holds the rows.</param>
    /// <param name="rows">Where each row starts in <paramref name="a"/>.</param>
    /// <param name="runs">Offsets of the runs of a row.</param>
    /// <param name="runLength">Elements of a run; runs × length = depth.</param>
    /// <param name="output">Results from the first row's first channel of the panel on.</param>
    /// <param name="stride">Channels of an output pixel.</param>
    /// <param name="tile"><see cref="FloatPanels.TileLength"/> elements of scratch.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes, TVector>(ref readonly float a, ReadOnlySpan<nuint> rows, ReadOnlySpan<int> runs, int runLength, Span<float> output, int stride, Span<float> tile)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : struct
    {
        int width = Vectors * Lanes;
        if (Outputs == width)
        {
            // The last row's last vector ends inside the output, and so do all before it.
            ref float c = ref MemoryMarshal.GetReference(output[..((rows.Length - 1) * stride + width)]);
            PanelTiles<TLanes, TVector, float>.Run(rows.Length, Vectors, in a, in MemoryMarshal.GetReference(rows), runs, runLength, ref weights, in edges, ref c, stride);
            return;
        }
        for (int first = 0; first < rows.Length; first += TileRows.Count)
        {
            ReadOnlySpan<nuint> few = rows[first..Math.Min(rows.Length, first + TileRows.Count)];
            ref float kept = ref MemoryMarshal.GetReference(tile[..(few.Length * width)]);
            PanelTiles<TLanes, TVector, float>.Run(few.Length, Vectors, in a, in MemoryMarshal.GetReference(few), runs, runLength, ref weights, in edges, ref kept, width);
            for (int row = 0; row < few.Length; row++)
                tile.Slice(row * width, Outputs).CopyTo(output.Slice((first + row) * stride, Outputs));
        }
    }
}
