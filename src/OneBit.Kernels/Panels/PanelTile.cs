using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>
/// A register tile: c[i, j] = clamp(bias[j] + Σₖ a[i, k]·b[k, j]) for up to 6 rows i and up to 4 vectors of columns j.
/// The sums stay in registers; each step of k loads the panel's vectors once and broadcasts one element per row.
/// </summary>
/// <remarks>Row and vector counts are constants of the instantiation, so the parts that a smaller tile lacks are not compiled.</remarks>
internal static class PanelTile<TLanes, TVector, TElement, TRows, TVectors>
    where TLanes : struct, ILanes<TVector, TElement>
    where TVector : struct
    where TElement : unmanaged
    where TRows : struct, ICount
    where TVectors : struct, ICount
{
    /// <param name="a">The operand whose rows start at <paramref name="rows"/>; each run adds its own offset.</param>
    /// <param name="rows">Offset of each row in <paramref name="a"/>, tile by tile.</param>
    /// <param name="tiles">Tiles, one below the other.</param>
    /// <param name="runs">Offsets at which <paramref name="runLength"/> adjacent elements of a row are read.</param>
    /// <param name="runLength">Steps of k per run.</param>
    /// <param name="b">Panel [k][vectors · lanes].</param>
    /// <param name="edges">Bias, lower and upper bound of the panel's columns.</param>
    /// <param name="c">First result; rows are <paramref name="stride"/> elements apart.</param>
    /// <param name="stride">Distance of the rows of c.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        ref readonly TElement a, ref readonly nuint rows, int tiles, ReadOnlySpan<int> runs, int runLength, ref TElement b, in PanelEdges<TElement> edges, ref TElement c, nuint stride)
    {
        nuint lanes = (nuint)TLanes.Count;
        ref nuint row = ref Unsafe.AsRef(in rows);
        for (int tile = 0; tile < tiles; tile++, row = ref Unsafe.Add(ref row, TRows.Value), c = ref Unsafe.Add(ref c, (nuint)TRows.Value * stride))
        {
            ref TElement weight = ref b;
            TVector c00 = default, c01 = default, c02 = default, c03 = default;
            TVector c10 = default, c11 = default, c12 = default, c13 = default;
            TVector c20 = default, c21 = default, c22 = default, c23 = default;
            TVector c30 = default, c31 = default, c32 = default, c33 = default;
            TVector c40 = default, c41 = default, c42 = default, c43 = default;
            TVector c50 = default, c51 = default, c52 = default, c53 = default;
            c00 = c10 = c20 = c30 = c40 = c50 = TLanes.Load(in edges.Bias, 0 * lanes);
            if (TVectors.Value > 1)
                c01 = c11 = c21 = c31 = c41 = c51 = TLanes.Load(in edges.Bias, 1 * lanes);
            if (TVectors.Value > 2)
                c02 = c12 = c22 = c32 = c42 = c52 = TLanes.Load(in edges.Bias, 2 * lanes);
            if (TVectors.Value > 3)
                c03 = c13 = c23 = c33 = c43 = c53 = TLanes.Load(in edges.Bias, 3 * lanes);

            // Rows that the tile lacks repeat row 0, so every reference stays inside the operand.
            ref TElement a0 = ref Unsafe.Add(ref Unsafe.AsRef(in a), row);
            ref TElement a1 = ref Unsafe.Add(ref Unsafe.AsRef(in a), Unsafe.Add(ref row, TRows.Value > 1 ? 1 : 0));
            ref TElement a2 = ref Unsafe.Add(ref Unsafe.AsRef(in a), Unsafe.Add(ref row, TRows.Value > 2 ? 2 : 0));
            ref TElement a3 = ref Unsafe.Add(ref Unsafe.AsRef(in a), Unsafe.Add(ref row, TRows.Value > 3 ? 3 : 0));
            ref TElement a4 = ref Unsafe.Add(ref Unsafe.AsRef(in a), Unsafe.Add(ref row, TRows.Value > 4 ? 4 : 0));
            ref TElement a5 = ref Unsafe.Add(ref Unsafe.AsRef(in a), Unsafe.Add(ref row, TRows.Value > 5 ? 5 : 0));
            foreach (int run in runs)
            {
                nuint end = (nuint)run + (nuint)runLength;
                for (nuint k = (nuint)run; k < end; k++)
                {
                    TVector b0 = TLanes.Load(ref weight, 0);
                    TVector b1 = TVectors.Value > 1 ? TLanes.Load(ref weight, 1 * lanes) : default;
                    TVector b2 = TVectors.Value > 2 ? TLanes.Load(ref weight, 2 * lanes) : default;
                    TVector b3 = TVectors.Value > 3 ? TLanes.Load(ref weight, 3 * lanes) : default;
                    {
                        TVector x = TLanes.Broadcast(Unsafe.Add(ref a0, k));
                        c00 = TLanes.MultiplyAdd(x, b0, c00);
                        if (TVectors.Value > 1)
                            c01 = TLanes.MultiplyAdd(x, b1, c01);
                        if (TVectors.Value > 2)
                            c02 = TLanes.MultiplyAdd(x, b2, c02);
                        if (TVectors.Value > 3)
                            c03 = TLanes.MultiplyAdd(x, b3, c03);
                    }
                    if (TRows.Value > 1)
                    {
                        TVector x = TLanes.Broadcast(Unsafe.Add(ref a1, k));
                        c10 = TLanes.MultiplyAdd(x, b0, c10);
                        if (TVectors.Value > 1)
                            c11 = TLanes.MultiplyAdd(x, b1, c11);
                        if (TVectors.Value > 2)
                            c12 = TLanes.MultiplyAdd(x, b2, c12);
                        if (TVectors.Value > 3)
                            c13 = TLanes.MultiplyAdd(x, b3, c13);
                    }
                    if (TRows.Value > 2)
                    {
                        TVector x = TLanes.Broadcast(Unsafe.Add(ref a2, k));
                        c20 = TLanes.MultiplyAdd(x, b0, c20);
                        if (TVectors.Value > 1)
                            c21 = TLanes.MultiplyAdd(x, b1, c21);
                        if (TVectors.Value > 2)
                            c22 = TLanes.MultiplyAdd(x, b2, c22);
                        if (TVectors.Value > 3)
                            c23 = TLanes.MultiplyAdd(x, b3, c23);
                    }
                    if (TRows.Value > 3)
                    {
                        TVector x = TLanes.Broadcast(Unsafe.Add(ref a3, k));
                        c30 = TLanes.MultiplyAdd(x, b0, c30);
                        if (TVectors.Value > 1)
                            c31 = TLanes.MultiplyAdd(x, b1, c31);
                        if (TVectors.Value > 2)
                            c32 = TLanes.MultiplyAdd(x, b2, c32);
                        if (TVectors.Value > 3)
                            c33 = TLanes.MultiplyAdd(x, b3, c33);
                    }
                    if (TRows.Value > 4)
                    {
                        TVector x = TLanes.Broadcast(Unsafe.Add(ref a4, k));
                        c40 = TLanes.MultiplyAdd(x, b0, c40);
                        if (TVectors.Value > 1)
                            c41 = TLanes.MultiplyAdd(x, b1, c41);
                        if (TVectors.Value > 2)
                            c42 = TLanes.MultiplyAdd(x, b2, c42);
                        if (TVectors.Value > 3)
                            c43 = TLanes.MultiplyAdd(x, b3, c43);
                    }
                    if (TRows.Value > 5)
                    {
                        TVector x = TLanes.Broadcast(Unsafe.Add(ref a5, k));
                        c50 = TLanes.MultiplyAdd(x, b0, c50);
                        if (TVectors.Value > 1)
                            c51 = TLanes.MultiplyAdd(x, b1, c51);
                        if (TVectors.Value > 2)
                            c52 = TLanes.MultiplyAdd(x, b2, c52);
                        if (TVectors.Value > 3)
                            c53 = TLanes.MultiplyAdd(x, b3, c53);
                    }
                    weight = ref Unsafe.Add(ref weight, (nuint)TVectors.Value * lanes);
                }
            }

            StoreColumn(in edges, 0 * lanes, ref c, stride, c00, c10, c20, c30, c40, c50);
            if (TVectors.Value > 1)
                StoreColumn(in edges, 1 * lanes, ref c, stride, c01, c11, c21, c31, c41, c51);
            if (TVectors.Value > 2)
                StoreColumn(in edges, 2 * lanes, ref c, stride, c02, c12, c22, c32, c42, c52);
            if (TVectors.Value > 3)
                StoreColumn(in edges, 3 * lanes, ref c, stride, c03, c13, c23, c33, c43, c53);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreColumn(
        in PanelEdges<TElement> edges, nuint column, ref TElement c, nuint stride, TVector c0, TVector c1, TVector c2, TVector c3, TVector c4, TVector c5)
    {
        TVector lower = TLanes.Load(in edges.Lower, column), upper = TLanes.Load(in edges.Upper, column);
        TLanes.Store(TLanes.Clamp(c0, lower, upper), ref c, column);
        if (TRows.Value > 1)
            TLanes.Store(TLanes.Clamp(c1, lower, upper), ref c, stride + column);
        if (TRows.Value > 2)
            TLanes.Store(TLanes.Clamp(c2, lower, upper), ref c, 2 * stride + column);
        if (TRows.Value > 3)
            TLanes.Store(TLanes.Clamp(c3, lower, upper), ref c, 3 * stride + column);
        if (TRows.Value > 4)
            TLanes.Store(TLanes.Clamp(c4, lower, upper), ref c, 4 * stride + column);
        if (TRows.Value > 5)
            TLanes.Store(TLanes.Clamp(c5, lower, upper), ref c, 5 * stride + column);
    }
}
