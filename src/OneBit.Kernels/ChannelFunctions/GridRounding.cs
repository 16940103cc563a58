using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>y = floor((clamp(x, min, max) − min)/scale − zero + 0.5)·scale, each step rounded to float32; NaN stays NaN.</summary>
/// <param name="Min">Lower end.</param>
/// <param name="Max">Upper end.</param>
/// <param name="Scale">Step of the grid.</param>
/// <param name="Zero">Steps from the lower end to 0.</param>
public readonly record struct GridRounding(float Min, float Max, float Scale, float Zero) : IChannelFunction
{
    /// <inheritdoc/>
    public int Period => int.MaxValue;

    /// <inheritdoc/>
    public Vector256<float> Apply(Vector256<float> x, int at)
    {
        Vector256<float> min = Vector256.Create(Min), max = Vector256.Create(Max), scale = Vector256.Create(Scale);
        x = Vector256.ConditionalSelect(Vector256.LessThan(x, min), min, Vector256.ConditionalSelect(Vector256.GreaterThan(x, max), max, x));
        Vector256<float> steps = (x - min) / scale;
        return Vector256.Floor(steps - Vector256.Create(Zero) + Vector256.Create(0.5f)) * scale;
    }

    /// <inheritdoc/>
    public float Apply(float x, int at)
    {
        x = x < Min ? Min : x > Max ? Max : x;
        float steps = (x - Min) / Scale;
        return MathF.Floor(steps - Zero + 0.5f) * Scale;
    }
}
