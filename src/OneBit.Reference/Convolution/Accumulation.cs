using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>
/// What is common to ops that sum products: operands as float32 (codes less their zero point, which are exact), sums in float64 (exact for codes), and the stage behind the sum.
/// </summary>
internal static class Accumulation
{
    /// <summary>Floats as they are, codes less their zero point.</summary>
    public static float[] Operand(Literal literal) =>
        literal.Type.Element.IsFloat() ? Elements.Floats(literal) : Array.ConvertAll(Codes.Centred(literal), v => (float)v);

    /// <summary>
    /// float32: act(float32(sum + bias)). Codes: act(z + (sum + bias)·s_x·s_w/s_y), the factor in fixed point, per output channel where the filter's scale is.
    /// </summary>
    /// <param name="call">The op; its result type decides.</param>
    /// <param name="sums">Sums of products; the output channel is innermost.</param>
    /// <param name="input">Type of the first factor.</param>
    /// <param name="filter">Type of the second factor.</param>
    /// <param name="bias">One element per output channel, or null: float32, or int32 or int64 in units of s_x·s_w.</param>
    /// <param name="activation">Clamp of the result.</param>
    /// <param name="halfUp">Whether ties of the final shift go up instead of away from zero.</param>
    public static Literal Finish(Call call, double[] sums, TensorType input, TensorType filter, Literal? bias, Activation activation, bool halfUp)
    {
        int channels = call.Type.Shape[^1];
        if (bias is not null && bias.Type.Shape.ElementCount != channels)
            throw call.Error($"has a bias of {bias.Type.Shape.ElementCount} for {channels} channels");
        if (call.Type.Element == DType.Float32)
            return Floats(call.Type, sums, bias, channels, activation);
        if (!Codes.AreIn(input) || !Codes.AreIn(filter) || !Codes.AreIn(call.Type))
            throw call.Unsupported();
        return Requantized(call, sums, Factors(call, input, filter, channels), bias, activation, halfUp);
    }

    /// <summary>True where both factors and the result are float32.</summary>
    public static bool IsFloat(Call call, Literal input, Literal filter) =>
        (call.Type.Element, input.Type.Element, filter.Type.Element) == (DType.Float32, DType.Float32, DType.Float32);

    /// <summary>Operand 2 as one float32 per output channel; zeros where it is absent.</summary>
    public static float[] Bias(Call call, int channels)
    {
        if (call.Optional(2) is not { } bias)
            return new float[channels];
        return bias.Type.Shape.ElementCount == channels ? Elements.Floats(bias) : throw call.Error($"has a bias of {bias.Type.Shape.ElementCount} for {channels} channels");
    }

    private static Literal Floats(TensorType type, double[] sums, Literal? bias, int channels, Activation activation)
    {
        float[]? offsets = bias is null ? null : Elements.Floats(bias);
        float[] result = new float[sums.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = (float)(sums[i] + (offsets is null ? 0 : offsets[i % channels]));
        return Elements.Of(type, Activations.Apply(result, activation));
    }

    private static Literal Requantized(Call call, double[] sums, FixedPoint[] factors, Literal? bias, Activation activation, bool halfUp)
    {
        long[]? offsets = bias is null ? null : Elements.Integers(bias);
        int channels = factors.Length;
        bool wide = call.Type.Element == DType.Int16;
        int[] result = new int[sums.Length];
        for (int i = 0; i < result.Length; i++)
        {
            FixedPoint factor = factors[i % channels];
            long sum = (long)sums[i] + (offsets is null ? 0 : offsets[i % channels]);
            result[i] = wide ? factor.TimesWide(sum) : halfUp ? factor.TimesHalfUp((int)sum) : factor.Times((int)sum);
        }
        return Codes.Of(call.Type, result, activation);
    }

    private static FixedPoint[] Factors(Call call, TensorType input, TensorType filter, int channels)
    {
        // Codes.AreIn has checked that all three have a quantization.
        Quantization weights = filter.Quantization!;
        if (weights.IsPerChannel && weights.Scales.Length != channels)
            throw call.Error($"has {weights.Scales.Length} filter scales for {channels} channels");
        var factors = new FixedPoint[channels];
        for (int c = 0; c < channels; c++)
            factors[c] = FixedPoint.Of((double)input.Quantization!.Scale * weights.Scales[weights.IsPerChannel ? c : 0] / call.Type.Quantization!.Scale);
        return factors;
    }
}
