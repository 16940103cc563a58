using System.Diagnostics.CodeAnalysis;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>Filters of two levels ±α per output channel, w[o, …] = α[o]·v[o, …] with v = ±1: what a binary convolution can hold.</summary>
public static class TwoLevelKernel
{
    /// <summary>Finds α; v is the sign of the weight. A channel of zeros has α = 0 and v = +1.</summary>
    /// <param name="filter">float32; the first dimension counts output channels (OHWI, or the rows of a dense layer).</param>
    /// <param name="scales">α per output channel, finite and not negative: the magnitude of the channel's first weight.</param>
    /// <param name="tolerance">How far a magnitude may be from α, relative to α; 0 demands equal bits.</param>
    /// <returns>False where a channel has several magnitudes, or one that is not finite, or where there is nothing to split.</returns>
    public static bool TryMatch(Literal filter, [NotNullWhen(true)] out float[]? scales, double tolerance = 0)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        scales = null;
        if (filter.Type.Element != DType.Float32 || filter.Type.Shape.Rank < 1 || filter.Type.Shape.ElementCount == 0)
            return false;
        ReadOnlySpan<float> weights = filter.Values<float>();
        int channels = filter.Type.Shape[0], taps = weights.Length / channels;
        var magnitudes = new float[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<float> kernel = weights.Slice(channel * taps, taps);
            float scale = magnitudes[channel] = MathF.Abs(kernel[0]);
            if (!float.IsFinite(scale))
                return false;
            foreach (float weight in kernel)
            {
                float magnitude = MathF.Abs(weight);
                if (magnitude != scale && (!float.IsFinite(magnitude) || !IsNear(magnitude, scale, tolerance)))
                    return false;
            }
        }
        scales = magnitudes;
        return true;
    }

    // NaN is near nothing, and a channel of zeros holds nothing else.
    private static bool IsNear(float magnitude, float scale, double tolerance) => Math.Abs((double)magnitude - scale) <= tolerance * scale;
}
