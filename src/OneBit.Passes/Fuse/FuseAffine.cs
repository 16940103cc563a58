using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Takes batch normalization, scales and shifts per channel into the float convolution, depthwise, transposed or dense layer next to them. The layer must have no other reader and constant weights.
/// Constants that differ from pixel to pixel, or that would make the result larger, stay.
/// </summary>
public static class FuseAffine
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("fuse-affine", "Takes batch normalization, scales and shifts into the float layer next to them.")
    {
        Rules = [Rounding(BatchNormBehind), Rounding(ScaleBehind), Rounding(ShiftBehind), Rounding(ScaleInFront)],
        Needs = GraphForms.ConstantsRight,
    };

    // norm(Σ x·w + b) = Σ x·(w·g) + (b − mean)·g + beta,  g = gamma/√(variance + epsilon)  (F10)
    private static Value? BatchNormBehind(Value root, Rewriter g) => root switch
    {
        (BatchNorm norm, [{ HasOneUse: true } y, (Constant mean, _), (Constant variance, _), ..] operands)
            when FloatLayer.Of(y) is { } layer && Optional(operands, 3, out float[]? gamma) && Optional(operands, 4, out float[]? beta)
            => Normalized(layer, g, mean.Value.Values<float>().ToArray(), Scales(norm, variance.Value.Values<float>().ToArray(), gamma), beta),
        _ => null,
    };

    // (Σ x·w + b)·k = Σ x·(w·k) + b·k,  (Σ x·w + b)/k likewise
    private static Value? ScaleBehind(Value root, Rewriter g) => root switch
    {
        (Binary { Kind: BinaryKind.Mul or BinaryKind.Div } scale, [{ HasOneUse: true } y, (Constant k, _)]) when FloatLayer.Of(y) is { } layer && PerOutput(k, layer, root, y) is { } factors
            => layer.Affine(g, scale.Kind == BinaryKind.Mul ? factors : Array.ConvertAll(factors, factor => 1 / factor), new double[layer.Outputs], scale.Activation),
        _ => null,
    };

    // (Σ x·w + b) + k = Σ x·w + (b + k)
    private static Value? ShiftBehind(Value root, Rewriter g) => root switch
    {
        (Binary { Kind: BinaryKind.Add } shift, [{ HasOneUse: true } y, (Constant k, _)]) when FloatLayer.Of(y) is { } layer && PerOutput(k, layer, root, y) is { } terms
            => layer.Affine(g, [.. Enumerable.Repeat(1.0, layer.Outputs)], terms, shift.Activation),
        _ => null,
    };

    // Σ (x·k)·w + b = Σ x·(k·w) + b   also at a border of zeros, for k is finite
    private static Value? ScaleInFront(Value root, Rewriter g) =>
        FloatLayer.Of(root) is { Input: (Binary { Kind: BinaryKind.Mul, Activation: Activation.None }, [{ } x, (Constant k, _)]) { HasOneUse: true } scaled } layer
            && scaled.Type == x.Type && PerInput(k, layer, x) is { } factors ? layer.OfScaledInput(g, x, factors) : null;

    private static Value? Normalized(FloatLayer layer, Rewriter g, float[] mean, double[] scales, float[]? beta) =>
        layer.Affine(g, scales, [.. scales.Select((scale, c) => (beta?[c] ?? 0) - (mean[c] * scale))]);

    private static double[] Scales(BatchNorm norm, float[] variance, float[]? gamma) => [.. variance.Select((v, c) => (gamma?[c] ?? 1) / Math.Sqrt(v + norm.Epsilon))];

    private static bool Optional(IReadOnlyList<Value?> operands, int index, out float[]? values)
    {
        Value? operand = operands.Count > index ? operands[index] : null;
        values = operand?.Constant?.Values<float>().ToArray();
        return operand is null || values is not null;
    }

    private static double[]? PerOutput(Constant k, FloatLayer layer, Value root, Value y) => root.Type == y.Type ? Finite(k, layer.Outputs) : null;

    private static double[]? PerInput(Constant k, FloatLayer layer, Value x)
    {
        if (k.Value.Type.Shape.ElementCount == 1)
            return Finite(k, 1);
        return layer.ReadsChannels(x.Type.Shape[^1]) ? Finite(k, x.Type.Shape[^1]) : null;
    }

    private static double[]? Finite(Constant k, int channels) => ChannelValues.Of(k, channels) is { } values ? Array.ConvertAll(values, v => (double)v) : null;
}
