using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Larq Compute Engine's LceBconv2d: a convolution of bits with an OHWI filter of bits; d = K − 2·popcount(x ⊕ w). float32: act(d)·multiplier + bias, formed as float32(x·m' + b') with x = clamp(2·count), m' = −multiplier, b' = float32(bias + K·multiplier); int8: the same over the scale, plus the zero point, rounded half away from zero; bits: count > threshold, the activation being in the threshold. pad_values 0 pads with zeros, 1 with +1.</summary>
public sealed record BinaryConv2D : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<BinaryConv2D> Row { get; } = new(
        "BinaryConv2D",
        ["input", "filter", "multiplier?", "bias?", "threshold?"],
        Attribute<BinaryConv2D>.Size("stride", op => op.Stride, (op, value) => op with { Stride = value }),
        Attribute<BinaryConv2D>.Size("dilation", op => op.Dilation, (op, value) => op with { Dilation = value }),
        Attribute<BinaryConv2D>.Enum("padding", op => op.Padding, (op, value) => op with { Padding = value }),
        Attribute<BinaryConv2D>.Int("pad_values", op => op.PadValues, (op, value) => op with { PadValues = value }),
        Attribute<BinaryConv2D>.Enum("activation", op => op.Activation, (op, value) => op with { Activation = value }),
        Attribute<BinaryConv2D>.Element("output", op => op.Output, (op, value) => op with { Output = value }));

    /// <summary>Step between windows.</summary>
    public Size2D Stride { get; init; } = Size2D.One;

    /// <summary>Step between the taps of a window.</summary>
    public Size2D Dilation { get; init; } = Size2D.One;

    /// <summary>Treatment of the border.</summary>
    public Padding Padding { get; init; }

    /// <summary>What the border holds: 0 or 1.</summary>
    public int PadValues { get; init; }

    /// <summary>Clamp behind the op.</summary>
    public Activation Activation { get; init; }

    /// <summary>Result element type.</summary>
    public DType Output { get; init; } = DType.Float32;

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
