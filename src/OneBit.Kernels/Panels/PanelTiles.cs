using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>Cuts rows into tiles that exist as instantiations of <see cref="PanelTile{TLanes,TVector,TElement,TRows,TVectors}"/>.</summary>
internal static class PanelTiles<TLanes, TVector, TElement>
    where TLanes : struct, ILanes<TVector, TElement>
    where TVector : struct
    where TElement : unmanaged
{
    /// <summary>c[i] = clamp(bias + a[i]·b) for the first <paramref name="count"/> of <paramref name="rows"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        int count,
        int vectors,
        ref readonly TElement a,
        ref readonly nuint rows,
        ReadOnlySpan<int> runs,
        int runLength,
        ref TElement b,
        in PanelEdges<TElement> edges,
        ref TElement c,
        int stride)
    {
        for (int first = 0; first < count;)
        {
            if (count - first < TileRows.Count && count >= TileRows.Many)
                first = count - TileRows.Count;
            int rest = count - first;
            int taken = rest >= 6 ? 6 : rest >= 4 ? 4 : rest >= 2 ? 2 : 1;
            int tiles = taken == 6 ? rest / 6 : 1;
            ref TElement tile = ref Unsafe.Add(ref c, (nuint)first * (nuint)stride);
            ref readonly nuint row = ref Unsafe.Add(ref Unsafe.AsRef(in rows), first);
            switch (vectors)
            {
                case 1:
                    Tile<One>(taken, in a, in row, tiles, runs, runLength, ref b, in edges, ref tile, (nuint)stride);
                    break;
                case 2:
                    Tile<Two>(taken, in a, in row, tiles, runs, runLength, ref b, in edges, ref tile, (nuint)stride);
                    break;
                case 3:
                    Tile<Three>(taken, in a, in row, tiles, runs, runLength, ref b, in edges, ref tile, (nuint)stride);
                    break;
                default:
                    Tile<Four>(taken, in a, in row, tiles, runs, runLength, ref b, in edges, ref tile, (nuint)stride);
                    break;
            }
            first += tiles * taken;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile<TVectors>(
        int taken,
        ref readonly TElement a,
        ref readonly nuint rows,
        int tiles,
        ReadOnlySpan<int> runs,
        int runLength,
        ref TElement b,
        in PanelEdges<TElement> edges,
        ref TElement c,
        nuint stride)
        where TVectors : struct, ICount
    {
        switch (taken)
        {
            case 6:
                PanelTile<TLanes, TVector, TElement, Six, TVectors>.Run(in a, in rows, tiles, runs, runLength, ref b, in edges, ref c, stride);
                break;
            case 4:
                PanelTile<TLanes, TVector, TElement, Four, TVectors>.Run(in a, in rows, tiles, runs, runLength, ref b, in edges, ref c, stride);
                break;
            case 2:
                PanelTile<TLanes, TVector, TElement, Two, TVectors>.Run(in a, in rows, tiles, runs, runLength, ref b, in edges, ref c, stride);
                break;
            default:
                PanelTile<TLanes, TVector, TElement, One, TVectors>.Run(in a, in rows, tiles, runs, runLength, ref b, in edges, ref c, stride);
                break;
        }
    }
}
