using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>
/// TensorFlow's FakeQuantWithMinMaxVars: values of a grid of 2^bits (less one with narrow_range) steps over [min, max], the range nudged so that 0 is on the grid:
/// y = floor((clamp(x) − nudged_min)/scale − zero + 0.5)·scale, zero = floor(−nudged_min·(1/scale) + 0.5), each step in float32. NaN stays NaN. Imported and kept as it is.
/// </summary>
public sealed record FakeQuantize : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<FakeQuantize> Row { get; } = new(
        "FakeQuantize",
        ["input"],
        Attribute<FakeQuantize>.Float("min", op => op.Min, (op, value) => op with { Min = value }),
        Attribute<FakeQuantize>.Float("max", op => op.Max, (op, value) => op with { Max = value }),
        Attribute<FakeQuantize>.Int("bits", op => op.Bits, (op, value) => op with { Bits = value }),
        Attribute<FakeQuantize>.Bool("narrow_range", op => op.NarrowRange, (op, value) => op with { NarrowRange = value }));

    /// <summary>Lower end of the range.</summary>
    public float Min { get; init; } = -1;

    /// <summary>Upper end of the range.</summary>
    public float Max { get; init; } = 1;

    /// <summary>Bits of the grid, 2 to 16.</summary>
    public int Bits { get; init; } = 8;

    /// <summary>Whether the lowest code is left out.</summary>
    public bool NarrowRange { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands.Elements(0, DType.Float32);
        if (Bits is < 2 or > 16)
            throw operands.Wrong("bits", "in 2 to 16", $"{Bits}");
        if (!(Min < Max) || !float.IsFinite(Max - Min))
            throw operands.Wrong("a range", "of min < max, both finite", $"[{Min}, {Max}]");
        return input.Element.Of(input.Shape);
    }
}
