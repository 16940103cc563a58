using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>Where the rows of a tile start.</summary>
[InlineArray(Count)]
internal struct TileRows
{
    /// <summary>Rows of the largest tile.</summary>
    public const int Count = 6;

    private nuint first;
}

/// <summary>What is applied to the columns of a panel after the sums: bias first, then the clamp.</summary>
internal readonly ref struct PanelEdges<TElement>(ref readonly TElement bias, ref readonly TElement lower, ref readonly TElement upper)
    where TElement : unmanaged
{
    public readonly ref readonly TElement Bias = ref bias;
    public readonly ref readonly TElement Lower = ref lower;
    public readonly ref readonly TElement Upper = ref upper;
}
