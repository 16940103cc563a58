using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>TensorFlow's FakeQuantWithMinMaxVars, step by step in float32.</summary>
internal static class FakeQuantization
{
    /// <summary>y = floor((clamp(x, nudged_min, nudged_max) − nudged_min)/scale − zero + 0.5)·scale; NaN stays NaN.</summary>
    public static Literal Evaluate(FakeQuantize op, Call call)
    {
        float lowest = op.NarrowRange ? 1 : 0, highest = (1 << op.Bits) - 1;
        float scale = (op.Max - op.Min) / (highest - lowest);
        float inverse = (highest - lowest) / (op.Max - op.Min);
        float zeroPoint = NudgedZeroPoint(lowest - (op.Min / scale), lowest, highest);
        float min = (lowest - zeroPoint) * scale, max = (highest - zeroPoint) * scale;
        float zero = MathF.Floor((-min * inverse) + 0.5f);
        float[] values = Elements.Floats(call[0]);
        for (int i = 0; i < values.Length; i++)
        {
            float shifted = Activations.Clamp(values[i], (min, max)) - min;
            values[i] = MathF.Floor((shifted / scale) - zero + 0.5f) * scale;
        }
        return Elements.Of(call.Type, values);
    }

    private static float NudgedZeroPoint(float fromMin, float lowest, float highest) =>
        fromMin < lowest ? lowest : fromMin > highest ? highest : MathF.Round(fromMin, MidpointRounding.AwayFromZero);
}
