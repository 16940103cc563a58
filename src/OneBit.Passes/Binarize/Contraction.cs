using System.Collections.Immutable;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>A convolution or dense layer in the one form that the binary convolution knows: an image, an OHWI filter, explicit pads taken out of the input.</summary>
internal sealed record Contraction
{
    /// <summary>What is convolved, in front of explicit pads.</summary>
    public required Value Input { get; init; }

    /// <summary>The filter, OHWI, constant and float32.</summary>
    public required Literal Filter { get; init; }

    /// <summary>The bias; null where there is none.</summary>
    public float[]? Bias { get; init; }

    /// <summary>Clamp behind the layer.</summary>
    public Activation Activation { get; init; }

    /// <summary>Stride, dilation, padding and explicit pads; the rest at its default.</summary>
    public required LevelConv2D Window { get; init; }

    /// <summary>What explicit pads hold.</summary>
    public float PadValue { get; init; }

    /// <summary>True where the layer is dense: its input and result are rows.</summary>
    public bool IsDense { get; init; }

    /// <summary>Output channels.</summary>
    public int OutputChannels => Filter.Type.Shape[0];

    /// <summary>The contraction that <paramref name="root"/> is; null where it is none with a constant float filter and bias.</summary>
    public static Contraction? Of(Value root) => root switch
    {
        (Conv2D conv, [{ } x, (Constant w, []), ..] operands) when IsFloat(x, w) && BiasOf(operands) is { } bias => Image(
            x,
            new LevelConv2D { Stride = conv.Stride, Dilation = conv.Dilation, Padding = conv.Padding },
            w.Value,
            bias,
            conv.Activation),
        (DepthwiseConv2D conv, [{ } x, (Constant w, []), ..] operands) when IsFloat(x, w) && BiasOf(operands) is { } bias => Image(
            x,
            new LevelConv2D { Stride = conv.Stride, Dilation = conv.Dilation, Padding = conv.Padding },
            ConstantArithmetic.Apply(new Transpose(), w, new Constant { Value = Literal.Vector(3, 1, 2, 0) }).Value,
            bias,
            conv.Activation),
        (FullyConnected dense, [{ } x, (Constant w, []), ..] operands) when IsFloat(x, w) && BiasOf(operands) is { } bias && x.Type.Shape.Rank > 0 && x.Type.Shape[^1] == w.Value.Type.Shape[1] => new Contraction
        {
            Input = x,
            Filter = w.Value.As(w.Value.Type with { Shape = [w.Value.Type.Shape[0], 1, 1, w.Value.Type.Shape[1]] }),
            Bias = bias.Length == 0 ? null : bias,
            Activation = dense.Activation,
            Window = new LevelConv2D(),
            IsDense = true,
        },
        _ => null,
    };

    /// <summary>What a pad of these operands holds; null where it is not known.</summary>
    public static float? PadValueOf(IReadOnlyList<Value?> pad) => pad.Count < 3 || pad[2] is null ? 0 : pad[2]!.Constant?.Uniform();

    private static bool IsFloat(Value x, Constant w) => x.Type.Element == DType.Float32 && w.Value.Type.Element == DType.Float32 && w.Value.Type.Shape.ElementCount > 0;

    // Empty where there is no bias, null where it is not constant.
    private static float[]? BiasOf(IReadOnlyList<Value?> operands) =>
        operands.Count < 3 || operands[2] is null ? [] : operands[2]!.Constant?.Values<float>().ToArray();

    private static Contraction Image(Value x, LevelConv2D window, Literal filter, float[] bias, Activation activation)
    {
        var layer = new Contraction { Input = x, Filter = filter, Bias = bias.Length == 0 ? null : bias, Activation = activation, Window = window };
        return window.Padding == Padding.Valid && x is (Pad, [{ } image, (Constant pads, []), ..] operands) && PadValueOf(operands) is { } value
            && pads.Value.AsInts() is [0, 0, var top, var bottom, var left, var right, 0, 0]
            ? layer.Padded(image, [top, bottom, left, right], value)
            : layer;
    }

    // Pads that are exactly those of SAME are written as SAME.  (F8)
    private Contraction Padded(Value image, ImmutableArray<int> pads, float value)
    {
        Shape shape = image.Type.Shape, filter = Filter.Type.Shape;
        bool isSame = Windows.KnownPads(shape[1], filter[1], Window.Stride.Height, Window.Dilation.Height, Padding.Same) == (pads[0], pads[1])
            && Windows.KnownPads(shape[2], filter[2], Window.Stride.Width, Window.Dilation.Width, Padding.Same) == (pads[2], pads[3]);
        return this with { Input = image, PadValue = value, Window = isSame ? Window with { Padding = Padding.Same } : Window with { Pads = pads } };
    }
}
