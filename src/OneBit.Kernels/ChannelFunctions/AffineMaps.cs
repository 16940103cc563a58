using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>y = (x − center)·scale + shift, each step rounded to float32 and none fused; without a center, x·scale + shift.  (F10)</summary>
/// <param name="center">Null for none; all arrays are as <see cref="ChannelFunctions.Repeat"/> gives them.</param>
/// <param name="scale">Factors.</param>
/// <param name="shift">Added last.</param>
public readonly struct AffineMaps(float[]? center, float[] scale, float[] shift) : IChannelFunction
{
    /// <inheritdoc/>
    public int Period => scale.Length;

    /// <inheritdoc/>
    public Vector256<float> Apply(Vector256<float> x, int at)
    {
        if (center is not null)
            x -= Vector256.Create(center, at);
        x *= Vector256.Create(scale, at);
        return x + Vector256.Create(shift, at);
    }

    /// <inheritdoc/>
    public float Apply(float x, int at)
    {
        float difference = center is null ? x : x - center[at];
        float product = difference * scale[at];
        return product + shift[at];
    }
}
