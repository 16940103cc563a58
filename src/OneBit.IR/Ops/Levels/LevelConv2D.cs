using System.Collections.Immutable;
using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>
/// OneBit's own binary convolution, over any two levels, planes of codes, paddings and groups. With an OHWI filter of signs v (bit 1 is −1) and integer inputs X (<see cref="InputLevels"/>),
/// e = Σ v·X over the taps, a tap in the border reading X = <see cref="PadValue"/>. Then, per output channel,
/// <code>T(e) = clamp( scale·(clamp(e + bias, min, max) − center) + shift, low, high )</code>
/// each step rounded to float32 and none fused; an absent operand is a step that does not exist. float32: T(e). int8: saturate(round(T/S) + Z). bits: bit 0 where least ≤ e ≤ most, else bit 1.  (F4, F11)
/// </summary>
/// <remarks>What a model that runs adds to a float32 result: <see cref="Epilogue"/>. The input is [n, h, w, c] or, for planes, [planes, n, h, w, c]. Clamps are IEEE minimum and maximum.</remarks>
public sealed record LevelConv2D : Op
{
    /// <summary>Index of the first operand of the transform, bias.</summary>
    public const int FirstTransformOperand = 2;

    /// <summary>Index of <c>least</c>; <c>most</c> follows.</summary>
    public const int LeastOperand = 10;

    /// <summary>Index of <c>residual</c>.</summary>
    public const int ResidualOperand = 12;

    /// <summary>The schema.</summary>
    public static OpSchema<LevelConv2D> Row { get; } = new(
        "LevelConv2D",
        ["input", "filter", "bias?", "min?", "max?", "center?", "scale?", "shift?", "low?", "high?", "least?", "most?", "residual?"],
        Attribute<LevelConv2D>.Size("stride", op => op.Stride, (op, value) => op with { Stride = value }),
        Attribute<LevelConv2D>.Size("dilation", op => op.Dilation, (op, value) => op with { Dilation = value }),
        Attribute<LevelConv2D>.Enum("padding", op => op.Padding, (op, value) => op with { Padding = value }),
        Attribute<LevelConv2D>.Ints("pads", op => op.Pads, (op, value) => op with { Pads = value }),
        Attribute<LevelConv2D>.Int("pad_value", op => op.PadValue, (op, value) => op with { PadValue = value }),
        Attribute<LevelConv2D>.Enum("levels", op => op.Levels, (op, value) => op with { Levels = value }),
        Attribute<LevelConv2D>.Int("zero", op => op.Zero, (op, value) => op with { Zero = value }),
        Attribute<LevelConv2D>.Element("output", op => op.Output, (op, value) => op with { Output = value }),
        Attribute<LevelConv2D>.Enum("ties", op => op.Ties, (op, value) => op with { Ties = value }),
        Attribute<LevelConv2D>.Enum("then", op => op.Then, (op, value) => op with { Then = value }),
        Attribute<LevelConv2D>.Bool("signs", op => op.Signs, (op, value) => op with { Signs = value }));

    /// <summary>Step between windows.</summary>
    public Size2D Stride { get; init; } = Size2D.One;

    /// <summary>Step between the taps of a window.</summary>
    public Size2D Dilation { get; init; } = Size2D.One;

    /// <summary>Treatment of the border.</summary>
    public Padding Padding { get; init; } = Padding.Valid;

    /// <summary>Rows above and below, columns left and right; empty for none. Only with <see cref="Padding.Valid"/>.</summary>
    public ImmutableArray<int> Pads { get; init; } = [];

    /// <summary>The integer X that a tap in the border reads.</summary>
    public int PadValue { get; init; }

    /// <summary>What the bits stand for.</summary>
    public InputLevels Levels { get; init; }

    /// <summary>The code that stands for 0; 0 unless the levels are unipolar.</summary>
    public int Zero { get; init; }

    /// <summary>Result element type: float32, int8 or bits.</summary>
    public DType Output { get; init; } = DType.Float32;

    /// <summary>Where int8 rounds halves.</summary>
    public Ties Ties { get; init; }

    /// <summary>Clamp behind the sum with the residual.</summary>
    public Activation Then { get; init; }

    /// <summary>Whether a second result has the signs.</summary>
    public bool Signs { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <summary>Two ops with equal attributes.</summary>
    public bool Equals(LevelConv2D? other) =>
        other is not null && Stride == other.Stride && Dilation == other.Dilation && Padding == other.Padding && Pads.AsSpan().SequenceEqual(other.Pads.AsSpan()) && PadValue == other.PadValue
        && Levels == other.Levels && Zero == other.Zero && Output == other.Output && Ties == other.Ties && Then == other.Then && Signs == other.Signs;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Stride, Dilation, Padding, Pads.Length, PadValue, Levels, Zero, Output);

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        operands.Elements(0, DType.Bits);
        operands.Elements(1, DType.Bits);
        Shape input = operands.RankAtLeast(0, 4).Shape;
        Shape filter = operands.Rank(1, 4).Shape;
        if (input.Rank == 5)
            input = Shape.Create(input.Dimensions[1..]);
        else if (input.Rank != 4)
            throw operands.Wrong(operands.Describe(0), "of rank 4, or 5 with planes,", $"{operands[0]}");
        CheckLevels(operands);
        operands.Groups(input[3], filter[3], filter[0]);
        for (int i = FirstTransformOperand; i < ResidualOperand; i++)
        {
            if (operands.Has(i))
                operands.PerChannel(i, i < LeastOperand ? DType.Float32 : DType.Int32, Shape.Create([filter[0]]));
        }
        if (Output is not (DType.Float32 or DType.Int8 or DType.Bits))
            throw operands.Wrong("output", "f32, i8 or bits", Output.Name());
        if (Output == DType.Bits && !operands.Has(LeastOperand))
            throw operands.Wrong("for bits results", "a least", "none");
        Shape padded = Pads.IsDefaultOrEmpty ? input : input.With(1, Sum(input[1], Pads[0], Pads[1])).With(2, Sum(input[2], Pads[2], Pads[3]));
        (int height, int width) = operands.Window(padded, new Size2D(filter[1], filter[2]), Stride, Dilation, Padding);
        return Epilogue.Infer(operands, Output.Of([input[0], height, width, filter[0]])[0], ResidualOperand, Then, Signs);
    }

    private static int Sum(int size, int before, int after) => size == Shape.Unknown ? size : checked(size + before + after);

    private void CheckLevels(Operands operands)
    {
        bool hasPlanes = operands[0].Shape.Rank == 5;
        if (hasPlanes && (Levels != InputLevels.Unipolar || operands[0].Shape[0] is < 1 or > 8))
            throw operands.Wrong("planes", "in 1 to 8 of unipolar levels", $"{operands[0].Shape[0]} of {Words.Of(Levels)} ones");
        if (Levels == InputLevels.Bipolar && Zero != 0)
            throw operands.Wrong("zero", "of 0 for bipolar levels", $"{Zero}");
        if (Math.Abs((long)PadValue) > 256 || Math.Abs((long)Zero) > 256)
            throw operands.Wrong("pad_value and zero", "in −256 to 256", $"{PadValue} and {Zero}");
        if (Pads.IsDefaultOrEmpty)
            return;
        if (Pads.Length != 4 || Pads.Any(p => p is < 0 or > 1 << 20))
            throw operands.Wrong("pads", "of 4 counts that are not negative", string.Join(' ', Pads));
        if (Padding != Padding.Valid)
            throw operands.Wrong("explicit pads", "with padding valid", Words.Of(Padding));
    }
}
