using System.Diagnostics.CodeAnalysis;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>Filters of two levels ±α per output channel, w[o, …] = α[o]·v[o, …] with v = ±1: what a binary convolution can hold.</summary>
public static class TwoLevelKernel
{
    /// <summary>Splits a filter into α and v. A channel of zeros has α = 0 and v = +1.</summary>
    /// <param name="filter">float32; the first dimension counts output channels (OHWI, or the rows of a dense layer).</param>
    /// <param name="scales">α per output channel, finite and not negative: the magnitude of the channel's first weight.</param>
    /// <param name="signs">v, +1 or −1, in the order of the filter's elements.</param>
    /// <param name="tolerance">How far a magnitude may be from α, relative to α; 0 demands equal bits.</param>
    /// <returns>False where a channel has several magnitudes, or one that is not finite, or where there is nothing to split.</returns>
    public static bool TryMatch(Literal filter, [NotNullWhen(true)] out float[]? scales, [NotNullWhen(true)] out float[]? signs, double tolerance = 0)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        (scales, signs) = (null, null);
        if (filter.Type.Element != DType.Float32 || filter.Type.Shape.Rank < 1 || filter.Type.Shape.ElementCount == 0)
            return false;
        ReadOnlySpan<float> weights = filter.Values<float>();
        int channels = filter.Type.Shape[0], taps = weights.Length / channels;
        var magnitudes = new float[channels];
        var directions = new float[weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            int channel = i / taps;
            float magnitude = MathF.Abs(weights[i]);
            if (i % taps == 0)
                magnitudes[channel] = magnitude;
            if (!float.IsFinite(magnitude) || !IsNear(magnitude, magnitudes[channel], tolerance))
                return false;
            directions[i] = weights[i] < 0 ? -1 : 1;
        }
        (scales, signs) = (magnitudes, directions);
        return true;
    }

    // NaN is near nothing, and a channel of zeros holds nothing else.
    private static bool IsNear(float magnitude, float scale, double tolerance) => Math.Abs((double)magnitude - scale) <= tolerance * scale;
}
