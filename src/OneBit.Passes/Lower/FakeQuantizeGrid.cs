using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>The steps of <see cref="FakeQuantize"/> as single ops, each rounded as the op rounds it.</summary>
internal static class FakeQuantizeGrid
{
    /// <summary>⌊(clamp(x, min, max) − min)/scale − zero + 0.5⌋·scale with the range nudged so that 0 is on the grid.</summary>
    public static Value Emit(FakeQuantize op, Value x, Rewriter g)
    {
        float lowest = op.NarrowRange ? 1 : 0, highest = (1 << op.Bits) - 1;
        float scale = (op.Max - op.Min) / (highest - lowest), inverse = (highest - lowest) / (op.Max - op.Min);
        float fromMin = lowest - (op.Min / scale);
        float zeroPoint = fromMin < lowest ? lowest : fromMin > highest ? highest : MathF.Round(fromMin, MidpointRounding.AwayFromZero);
        float min = (lowest - zeroPoint) * scale, max = (highest - zeroPoint) * scale;
        float zero = MathF.Floor((-min * inverse) + 0.5f);
        Value clamped = Step(BinaryKind.Minimum, Step(BinaryKind.Maximum, x, min), max);
        Value quotient = Step(BinaryKind.Div, Step(BinaryKind.Add, clamped, -min), scale);
        Value nearest = Step(BinaryKind.Add, Step(BinaryKind.Add, quotient, -zero), 0.5f);
        return Step(BinaryKind.Mul, g.Emit(new Unary { Kind = UnaryKind.Floor }, nearest), scale);

        Value Step(BinaryKind kind, Value left, float right) => g.Emit(new Binary { Kind = kind }, left, g.Emit(Literal.Scalar(right)));
    }
}
