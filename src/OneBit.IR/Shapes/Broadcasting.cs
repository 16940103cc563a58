using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Broadcasting as in NumPy: shapes are aligned at the innermost dimension, missing dimensions count as 1, and 1 stretches.</summary>
public static class Broadcasting
{
    /// <summary>The common shape, or null where there is none. An unknown dimension against 1 or an unknown one stays unknown; against n it is taken to be n or 1.</summary>
    public static Shape? Common(Shape left, Shape right)
    {
        int rank = Math.Max(left.Rank, right.Rank);
        var dimensions = new int[rank];
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++)
        {
            int a = fromEnd <= left.Rank ? left[left.Rank - fromEnd] : 1;
            int b = fromEnd <= right.Rank ? right[right.Rank - fromEnd] : 1;
            if (Common(a, b) is not { } dimension)
                return null;
            dimensions[rank - fromEnd] = dimension;
        }
        return Shape.Create(dimensions);
    }

    /// <summary>True where <paramref name="from"/> can be repeated to <paramref name="to"/>, as far as is known.</summary>
    public static bool Fits(Shape from, Shape to)
    {
        if (from.Rank > to.Rank)
            return false;
        for (int fromEnd = 1; fromEnd <= from.Rank; fromEnd++)
        {
            (int a, int b) = (from[from.Rank - fromEnd], to[to.Rank - fromEnd]);
            if (a != 1 && a != b && a != Shape.Unknown && b != Shape.Unknown)
                return false;
        }
        return true;
    }

    private static int? Common(int a, int b) => (a, b) switch
    {
        _ when a == b => a,
        (1, _) => b,
        (_, 1) => a,
        (Shape.Unknown, _) => b,
        (_, Shape.Unknown) => a,
        _ => null,
    };
}
