namespace OneBit.Kernels;

/// <summary>y = clamp(T(e) + residual, low, high), the sum rounded to float32; NaN passes the clamp.</summary>
/// <param name="low">Lower bound; −∞ for none.</param>
/// <param name="high">Upper bound; +∞ for none.</param>
public sealed class ResidualOutput(float low, float high)
{
    /// <summary>No clamp.</summary>
    public static ResidualOutput Unclamped { get; } = new(float.NegativeInfinity, float.PositiveInfinity);

    /// <summary>Lower bound.</summary>
    public float Low => low;

    /// <summary>Upper bound.</summary>
    public float High => high;

    /// <summary>True where every number is within the bounds.</summary>
    internal bool IsUnclamped => float.IsNegativeInfinity(low) && float.IsPositiveInfinity(high);
}
