using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>The stage behind int8 sums of products: factors s_x·s_w/s_y, zero point and range of the result.</summary>
internal static class Rescaling
{
    private const double LargestFactor = 1 << 30;

    /// <summary>The stage, or null where the types are not those of an int8 layer with a symmetric filter.</summary>
    public static Requantization? Of(LoweredNode node, int channels, int filterAxis, Activation activation, SecondRounding rounding)
    {
        (TensorType input, TensorType filter, TensorType output) = (node.Type(0), node.Type(1), node.ResultType());
        if (input.Element != DType.Int8 || filter.Element != DType.Int8 || output.Element != DType.Int8 || !HasInt32Bias(node))
            return null;
        if (input.Quantization is not { IsPerChannel: false } x || filter.Quantization is not { } w || output.Quantization is not { IsPerChannel: false } y)
            return null;
        bool fits = !w.IsPerChannel || (w.Axis == filterAxis && w.Scales.Length == channels);
        if (!fits || w.ZeroPoints.Any(zero => zero != 0) || x.ZeroPoint != (sbyte)x.ZeroPoint)
            return null;
        var factors = new double[channels];
        for (int c = 0; c < channels; c++)
            factors[c] = (double)x.Scale * w.Scales[w.IsPerChannel ? c : 0] / y.Scale;
        (sbyte lower, sbyte upper) = Range(y, activation);
        return factors.All(factor => factor < LargestFactor) ? new Requantization(factors, rounding, y.ZeroPoint, lower, upper) : null;
    }

    /// <summary>The codes that an activation leaves.</summary>
    public static (sbyte Lower, sbyte Upper) Range(Quantization quantization, Activation activation)
    {
        (float lower, float upper) = ActivationBounds.Of(activation);
        double min = Math.Clamp(quantization.ZeroPoint + Rounded(lower / quantization.Scale), sbyte.MinValue, sbyte.MaxValue);
        double max = Math.Clamp(quantization.ZeroPoint + Rounded(upper / quantization.Scale), sbyte.MinValue, sbyte.MaxValue);
        return ((sbyte)min, (sbyte)Math.Max(min, max));
    }

    private static double Rounded(float value) => MathF.Round(value, MidpointRounding.AwayFromZero);

    private static bool HasInt32Bias(LoweredNode node) => !node.Has(2) || node.Constant(2)?.Type.Element == DType.Int32;
}
