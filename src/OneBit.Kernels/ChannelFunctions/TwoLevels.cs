using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>y = high where x ≥ threshold, else low; NaN becomes <c>ofNan</c>, or stays where that is null.  (F9)</summary>
/// <param name="threshold">As <see cref="ChannelFunctions.Repeat"/> gives it; so are all arrays.</param>
/// <param name="low">The level below.</param>
/// <param name="high">The level at and above.</param>
/// <param name="ofNan">What NaN becomes.</param>
public readonly struct TwoLevels(float[] threshold, float[] low, float[] high, float[]? ofNan) : IChannelFunction
{
    /// <inheritdoc/>
    public int Period => threshold.Length;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> x, int at)
    {
        Vector256<float> isUpper = Vector256.GreaterThanOrEqual(x, Vector256.Create(threshold, at));
        Vector256<float> level = Vector256.ConditionalSelect(isUpper, Vector256.Create(high, at), Vector256.Create(low, at));
        return Vector256.ConditionalSelect(Vector256.Equals(x, x), level, ofNan is null ? x : Vector256.Create(ofNan, at));
    }

    /// <inheritdoc/>
    public float Apply(float x, int at) => float.IsNaN(x) ? ofNan?[at] ?? x : x >= threshold[at] ? high[at] : low[at];
}
