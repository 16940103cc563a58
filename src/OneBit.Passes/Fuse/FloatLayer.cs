using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>
/// A float convolution or dense layer with constant weights and no clamp: y[…, o] = Σ x·w + b[o]. What follows channel by channel, or scales its input, can go into w and b.
/// Constants are formed in float64 and rounded once.
/// </summary>
internal sealed class FloatLayer
{
    private readonly Op op;
    private readonly IReadOnlyList<Value?> operands;
    private readonly int input;
    private readonly int bias;
    private readonly int outputAxis;
    private readonly Literal weights;
    private readonly double[]? offsets;

    private FloatLayer(Op op, IReadOnlyList<Value?> operands, int input, int bias, int outputAxis, Literal weights, double[]? offsets)
    {
        this.op = op;
        this.operands = operands;
        this.input = input;
        this.bias = bias;
        this.outputAxis = outputAxis;
        this.weights = weights;
        this.offsets = offsets;
    }

    /// <summary>Number of output channels.</summary>
    public int Outputs => weights.Type.Shape[outputAxis];

    /// <summary>What is multiplied by the weights.</summary>
    public Value Input => operands[input]!;

    /// <summary>True where every output channel, or each output of a depthwise convolution, reads input channels that are counted up to <paramref name="channels"/>: not in groups.</summary>
    public bool ReadsChannels(int channels) => op is DepthwiseConv2D depthwise ? channels * depthwise.Multiplier == Outputs : channels == weights.Type.Shape[^1];

    /// <summary>Reads <paramref name="y"/>; null where it is something else.</summary>
    public static FloatLayer? Of(Value y) => y switch
    {
        { Type.Element: not DType.Float32 } => null,
        (Conv2D { Activation: Activation.None } op, [_, (Constant w, _), ..] operands) => Of(op, operands, 0, 2, 0, w),
        (DepthwiseConv2D { Activation: Activation.None } op, [_, (Constant w, _), ..] operands) => Of(op, operands, 0, 2, 3, w),
        (FullyConnected { Activation: Activation.None } op, [_, (Constant w, _), ..] operands) => Of(op, operands, 0, 2, 0, w),
        (TransposeConv { Activation: Activation.None } op, [_, (Constant w, _), ..] operands) => Of(op, operands, 2, 3, 0, w),
        _ => null,
    };

    /// <summary>The layer with y·scale + shift as its result, and a clamp behind; null where a weight or bias would not be finite.</summary>
    public Value? Affine(Rewriter g, IReadOnlyList<double> scale, IReadOnlyList<double> shift, Activation activation = Activation.None)
    {
        float[]? w = Scaled(i => scale[OutputOf(i)]);
        float[] b = [.. Enumerable.Range(0, Outputs).Select(o => (float)(((offsets?[o] ?? 0) * scale[o]) + shift[o]))];
        return w is not null && Array.TrueForAll(b, float.IsFinite) ? Emit(g, Input, w, Literal.Vector(b), activation) : null;
    }

    /// <summary>The layer of <paramref name="x"/> in the place of x·scale, one factor per input channel or one for all; null where a weight would not be finite.</summary>
    public Value? OfScaledInput(Rewriter g, Value x, IReadOnlyList<double> scale)
    {
        float[]? w = Scaled(i => scale[scale.Count == 1 ? 0 : InputOf(i)]);
        return w is null ? null : Emit(g, x, w, operands.Count > bias ? operands[bias]?.Constant : null, Activation.None);
    }

    private static FloatLayer? Of(Op op, IReadOnlyList<Value?> operands, int input, int bias, int outputAxis, Constant w)
    {
        Value? b = operands.Count > bias ? operands[bias] : null;
        if (w.Value.Type.Element != DType.Float32 || (b is not null && b.Constant is not { Type.Element: DType.Float32 }))
            return null;
        return new(op, operands, input, bias, outputAxis, w.Value, b is null ? null : Array.ConvertAll(b.Constant!.Values<float>().ToArray(), v => (double)v));
    }

    private int OutputOf(int index) => outputAxis == 0 ? index / (int)(weights.Type.Shape.ElementCount / Outputs) : index % Outputs;

    // The innermost dimension counts input channels, but for depthwise filters, which it counts outputs of.
    private int InputOf(int index) => op is DepthwiseConv2D depthwise ? index % Outputs / depthwise.Multiplier : index % weights.Type.Shape[^1];

    private float[]? Scaled(Func<int, double> factor)
    {
        float[] scaled = weights.Values<float>().ToArray();
        for (int i = 0; i < scaled.Length; i++)
            scaled[i] = (float)(scaled[i] * factor(i));
        return Array.TrueForAll(scaled, float.IsFinite) ? scaled : null;
    }

    private Value Emit(Rewriter g, Value x, float[] w, Literal? b, Activation activation)
    {
        Value?[] changed = [.. operands, .. Enumerable.Repeat<Value?>(null, Math.Max(0, bias + 1 - operands.Count))];
        (changed[input], changed[1], changed[bias]) = (x, g.Emit(Literal.Of<float>(weights.Type, w)), b is null ? null : g.Emit(b));
        return g.Emit(WithActivation(activation), changed);
    }

    private Op WithActivation(Activation activation) => op switch
    {
        Conv2D conv => conv with { Activation = activation },
        DepthwiseConv2D conv => conv with { Activation = activation },
        FullyConnected dense => dense with { Activation = activation },
        TransposeConv conv => conv with { Activation = activation },
        _ => op,
    };
}
