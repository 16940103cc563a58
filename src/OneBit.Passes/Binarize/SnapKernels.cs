using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>Makes two levels of kernels that nearly have them, where a user allows it; without that a kernel has two levels or it has not.</summary>
public static class SnapKernels
{
    /// <summary>The pass for a tolerance.</summary>
    /// <param name="tolerance">How far |w| may be from its output channel's α, relative to α.</param>
    public static Pass For(double tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tolerance);
        return new("snap-kernels", "Makes two levels of kernels that nearly have them.") { Rules = [Rule.Rounding((root, g) => Snap(root, g, tolerance), nameof(Snap))] };
    }

    // conv(x, w, b) ≈ conv(x, α·sign w, b)   where ||w| − α| ≤ tolerance·α
    private static Value? Snap(Value root, Rewriter g, double tolerance) => root switch
    {
        (Conv2D or FullyConnected, [{ } x, (Constant w, []), ..] operands)
            when w.Value.Type.Element == DType.Float32 && !TwoLevelKernel.TryMatch(w.Value, out _) && TwoLevelKernel.TryMatch(w.Value, out float[]? scales, tolerance)
            => g.Emit(root.Op!, [x, g.Emit(Literal.Of<float>(w.Value.Type, Snapped(w.Value, scales))), .. operands.Skip(2)]),
        _ => null,
    };

    private static float[] Snapped(Literal filter, float[] scales)
    {
        float[] weights = filter.Values<float>().ToArray();
        int taps = weights.Length / scales.Length;
        for (int i = 0; i < weights.Length; i++)
            weights[i] = weights[i] < 0 ? -scales[i / taps] : scales[i / taps];
        return weights;
    }
}
