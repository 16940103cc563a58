namespace OneBit.Kernels;

/// <summary>How many rows are multiplied together.</summary>
internal static class TileRows
{
    /// <summary>Rows of the largest tile.</summary>
    public const int Count = 6;

    /// <summary>Rows of a run of tiles that share what a call sets up.</summary>
    public const int Most = 16 * Count;
}

/// <summary>What is applied to the columns of a panel after the sums: bias first, then the clamp.</summary>
internal readonly ref struct PanelEdges<TElement>(ref readonly TElement bias, ref readonly TElement lower, ref readonly TElement upper)
    where TElement : unmanaged
{
    public readonly ref readonly TElement Bias = ref bias;
    public readonly ref readonly TElement Lower = ref lower;
    public readonly ref readonly TElement Upper = ref upper;
}
