namespace OneBit.Kernels;

/// <summary>
/// A matrix [groups · outputs, depth] rearranged into panels [group][panel][depth][width], where width is <see cref="PanelVectors"/> vectors of outputs
/// and the last panel of a group has as many vectors as it needs. Missing outputs are zero.
/// </summary>
internal sealed class PackedPanels<TElement>
    where TElement : unmanaged
{
    private readonly AlignedBuffer weights;
    private readonly int groupStride;
    private readonly int lastVectors;

    /// <exception cref="ArgumentOutOfRangeException">The packed weights are larger than a buffer.</exception>
    public PackedPanels(ReadOnlySpan<TElement> rows, int groups, int groupOutputs, int depth, int lanes, int panelVectors)
    {
        Groups = groups;
        GroupOutputs = groupOutputs;
        Depth = depth;
        Lanes = lanes;
        PanelVectors = panelVectors;
        GroupPanels = (groupOutputs + Width - 1) / Width;
        int groupVectors = (groupOutputs + lanes - 1) / lanes;
        lastVectors = groupVectors - ((GroupPanels - 1) * PanelVectors);
        groupStride = ToSize((long)groupVectors * lanes * depth);
        weights = Allocate((long)groupStride * groups);
        Fill(rows);
    }

    public int Groups { get; }

    public int GroupOutputs { get; }

    /// <summary>Steps of k.</summary>
    public int Depth { get; }

    /// <summary>Outputs per vector.</summary>
    public int Lanes { get; }

    /// <summary>Vectors of a whole panel.</summary>
    public int PanelVectors { get; }

    /// <summary>Outputs of a whole panel.</summary>
    public int Width => Lanes * PanelVectors;

    /// <summary>Panels of a group.</summary>
    public int GroupPanels { get; }

    /// <summary>Panels of all groups.</summary>
    public int Panels => Groups * GroupPanels;

    /// <summary>Outputs of a panel of a group, without the padding.</summary>
    public int Outputs(int groupPanel) => Math.Min(Width, GroupOutputs - groupPanel * Width);

    /// <summary>Vectors of a panel of a group.</summary>
    public int Vectors(int groupPanel) => groupPanel < GroupPanels - 1 ? PanelVectors : lastVectors;

    /// <summary>The panel [depth][vectors · lanes].</summary>
    public Span<TElement> Panel(int group, int groupPanel) =>
        weights.AsSpan<TElement>().Slice(group * groupStride + groupPanel * Width * Depth, Vectors(groupPanel) * Lanes * Depth);

    /// <summary>One value per output in the order of the panels, each panel padded to <see cref="Width"/>; none given means <paramref name="missing"/>, one means all.</summary>
    public AlignedBuffer PerOutput(ReadOnlySpan<TElement> values, TElement missing)
    {
        AlignedBuffer buffer = Allocate((long)Panels * Width);
        Span<TElement> padded = buffer.AsSpan<TElement>();
        for (int output = 0; output < Groups * GroupOutputs; output++)
        {
            int group = output / GroupOutputs;
            padded[group * GroupPanels * Width + output % GroupOutputs] = values.IsEmpty ? missing : values[values.Length == 1 ? 0 : output];
        }
        return buffer;
    }

    private static unsafe int ToSize(long elements)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elements * sizeof(TElement), Array.MaxLength - AlignedBuffer.Alignment, nameof(elements));
        return (int)elements;
    }

    private static unsafe AlignedBuffer Allocate(long elements) => new(ToSize(elements) * sizeof(TElement));

    private void Fill(ReadOnlySpan<TElement> rows)
    {
        for (int output = 0; output < Groups * GroupOutputs; output++)
        {
            int groupPanel = output % GroupOutputs / Width;
            Span<TElement> panel = Panel(output / GroupOutputs, groupPanel);
            int width = Vectors(groupPanel) * Lanes;
            int column = output % GroupOutputs % Width;
            ReadOnlySpan<TElement> row = rows.Slice(output * Depth, Depth);
            for (int k = 0; k < row.Length; k++)
                panel[k * width + column] = row[k];
        }
    }
}
