namespace OneBit.IR;

/// <summary>Axes, of which negative ones count from the end.</summary>
public static class Axes
{
    /// <summary>The axis as an index from 0, or null where it is outside [−rank, rank).</summary>
    public static int? Normalize(long axis, int rank) => axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : null;
}
