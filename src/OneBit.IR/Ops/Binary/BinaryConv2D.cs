using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Larq Compute Engine's LceBconv2d: a convolution of bits with an OHWI filter of bits; d = K − 2·popcount(x ⊕ w). float32: act(d)·multiplier + bias, formed as float32(x·m' + b') with x = clamp(2·count), m' = −multiplier, b' = float32(bias + K·multiplier); int8: the same over the scale, plus the zero point, rounded half away from zero; bits: count > threshold, the activation being in the threshold. pad_values 0 pads with zeros, 1 with +1; where <see cref="CorrectsBehind"/>, zeros are +1 in d, and float32(−multiplier·Σw) over the taps that stick out is added last. What a model that runs adds to a float32 result: <see cref="Epilogue"/>.</summary>
public sealed record BinaryConv2D : Op
{
    /// <summary>Index of <c>residual</c>.</summary>
    public const int ResidualOperand = 5;

    /// <summary>The schema.</summary>
    public static OpSchema<BinaryConv2D> Row { get; } = new(
        "BinaryConv2D",
        ["input", "filter", "multiplier?", "bias?", "threshold?", "residual?"],
        Attribute<BinaryConv2D>.Size("stride", op => op.Stride, (op, value) => op with { Stride = value }),
        Attribute<BinaryConv2D>.Size("dilation", op => op.Dilation, (op, value) => op with { Dilation = value }),
        Attribute<BinaryConv2D>.Enum("padding", op => op.Padding, (op, value) => op with { Padding = value }),
        Attribute<BinaryConv2D>.Int("pad_values", op => op.PadValues, (op, value) => op with { PadValues = value }),
        Attribute<BinaryConv2D>.Enum("activation", op => op.Activation, (op, value) => op with { Activation = value }),
        Attribute<BinaryConv2D>.Element("output", op => op.Output, (op, value) => op with { Output = value }),
        Attribute<BinaryConv2D>.Enum("then", op => op.Then, (op, value) => op with { Then = value }),
        Attribute<BinaryConv2D>.Bool("signs", op => op.Signs, (op, value) => op with { Signs = value }));

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

    /// <summary>Clamp behind the sum with the residual.</summary>
    public Activation Then { get; init; }

    /// <summary>Whether a second result has the signs.</summary>
    public bool Signs { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <summary>
    /// Whether zero padding is corrected in float32 behind multiplier and bias, as Larq Compute Engine's default kernel does for float32 results without an
    /// activation; that kernel is wrong where a filter, dilated, exceeds the image in a dimension, and there, as for all other results, d itself is exact.
    /// </summary>
    public bool CorrectsBehind(Shape input, Shape filter)
    {
        bool fits = ((filter[1] - 1L) * Dilation.Height) < input[1] && ((filter[2] - 1L) * Dilation.Width) < input[2];
        return Padding == Padding.Same && PadValues == 0 && Output == DType.Float32 && Activation == Activation.None && fits;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        operands.Elements(0, DType.Bits);
        operands.Elements(1, DType.Bits);
        Shape input = operands.Rank(0, 4).Shape;
        Shape filter = operands.Rank(1, 4).Shape;
        if (PadValues is not (0 or 1))
            throw operands.Wrong("pad_values", "of 0 or 1", $"{PadValues}");
        if (operands.Groups(input[3], filter[3], filter[0]) > 1 && filter[3] % BitLayout.WordBits != 0)
            throw operands.Wrong("channels per group", $"a multiple of {BitLayout.WordBits}", $"{filter[3]}");
        CheckOutputStage(operands, filter[0]);
        (int height, int width) = operands.Window(input, new Size2D(filter[1], filter[2]), Stride, Dilation, Padding);
        return Epilogue.Infer(operands, Output.Of([input[0], height, width, filter[0]])[0], ResidualOperand, Then, Signs);
    }

    private void CheckOutputStage(Operands operands, int filters)
    {
        switch (Output)
        {
            case DType.Bits:
                CheckPerChannel(operands, 4, DType.Int32, filters);
                break;
            case DType.Float32 or DType.Int8:
                CheckPerChannel(operands, 2, DType.Float32, filters);
                CheckPerChannel(operands, 3, DType.Float32, filters);
                break;
            default:
                throw operands.Wrong("output", "f32, i8 or bits", Output.Name());
        }
    }

    private void CheckPerChannel(Operands operands, int index, DType element, int filters)
    {
        if (!operands.Has(index))
            throw operands.Wrong($"for {Output.Name()} results", $"a {Row.OperandName(index)}", "none");
        operands.Elements(index, element);
        operands.SameSize($"{operands.Describe(index)} of length", filters, operands.Rank(index, 1).Shape[0]);
    }
}
