using OneBit.IR;

namespace OneBit.Runtime;

/// <summary>The range that an activation clamps to.</summary>
internal static class ActivationBounds
{
    /// <summary>The bounds; infinite where there is none.</summary>
    public static (float Lower, float Upper) Of(Activation activation) => activation switch
    {
        Activation.Relu => (0, float.PositiveInfinity),
        Activation.Relu6 => (0, 6),
        Activation.ReluN1To1 => (-1, 1),
        _ => (float.NegativeInfinity, float.PositiveInfinity),
    };

    /// <summary>The bounds as a kernel takes them with its bias: one value or none.</summary>
    public static (float[] Lower, float[] Upper) Edges(Activation activation)
    {
        (float lower, float upper) = Of(activation);
        return (float.IsInfinity(lower) ? [] : [lower], float.IsInfinity(upper) ? [] : [upper]);
    }
}
