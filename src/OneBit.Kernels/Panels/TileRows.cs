namespace OneBit.Kernels;

/// <summary>How many rows are multiplied together.</summary>
internal static class TileRows
{
    /// <summary>Rows of the largest tile.</summary>
    public const int Count = 6;

    /// <summary>Rows of a run of tiles that share what a call sets up.</summary>
    public const int Most = 16 * Count;

    /// <summary>Of so many rows, those that are no whole tile are taken by one that repeats rows of the one before: that costs less than compiling smaller tiles.</summary>
    public const int Many = 50;

    /// <summary>Rows of the next run, of as many as are left: the most, unless less than <see cref="Many"/> were left then.</summary>
    public static int Next(int left) => left <= Most ? left : left < Most + Many ? (left - Many) / Count * Count : Most;
}

/// <summary>What is applied to the columns of a panel after the sums: bias first, then the clamp.</summary>
internal readonly ref struct PanelEdges<TElement>(ref readonly TElement bias, ref readonly TElement lower, ref readonly TElement upper)
    where TElement : unmanaged
{
    public readonly ref readonly TElement Bias = ref bias;
    public readonly ref readonly TElement Lower = ref lower;
    public readonly ref readonly TElement Upper = ref upper;
}
