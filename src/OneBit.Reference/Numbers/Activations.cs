using OneBit.IR;

namespace OneBit.Reference;

/// <summary>Clamps fused behind an op.</summary>
internal static class Activations
{
    /// <summary>The bounds; infinite where there is none.</summary>
    public static (float Low, float High) Bounds(Activation activation) => activation switch
    {
        Activation.Relu => (0, float.PositiveInfinity),
        Activation.ReluN1To1 => (-1, 1),
        Activation.Relu6 => (0, 6),
        _ => (float.NegativeInfinity, float.PositiveInfinity),
    };

    /// <summary>x clamped; NaN stays NaN, and −0 stays −0 where 0 is a bound.</summary>
    public static float Clamp(float x, (float Low, float High) bounds) => x < bounds.Low ? bounds.Low : x > bounds.High ? bounds.High : x;

    /// <summary>Clamps all of <paramref name="values"/> in place.</summary>
    public static float[] Apply(float[] values, Activation activation)
    {
        (float, float) bounds = Bounds(activation);
        if (activation != Activation.None)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = Clamp(values[i], bounds);
        }
        return values;
    }
}
