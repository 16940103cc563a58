using OneBit.IR;

namespace OneBit.Passes;

/// <summary>A clamp [Low, High], one for all channels.</summary>
internal readonly record struct ChannelClamp(float Low, float High)
{
    /// <summary>The clamp that a fused activation is; null for none.</summary>
    public static ChannelClamp? Of(Activation activation) => activation switch
    {
        Activation.Relu => new(0, float.PositiveInfinity),
        Activation.Relu6 => new(0, 6),
        Activation.ReluN1To1 => new(-1, 1),
        _ => null,
    };

    /// <summary>The clamp that <paramref name="root"/> does to its first operand; null where it does none. A bound of −0 is none: maximum and minimum choose between zeros by their order.</summary>
    public static ChannelClamp? Of(Value root) => root switch
    {
        (Unary { Kind: UnaryKind.Relu }, [_]) => Of(Activation.Relu),
        (Unary { Kind: UnaryKind.Relu6 }, [_]) => Of(Activation.Relu6),
        (Unary { Kind: UnaryKind.ReluN1To1 }, [_]) => Of(Activation.ReluN1To1),
        (Binary { Kind: BinaryKind.Maximum }, [_, (Constant k, [])]) when Bound(k) is { } low => new(low, float.PositiveInfinity),
        (Binary { Kind: BinaryKind.Minimum }, [_, (Constant k, [])]) when Bound(k) is { } high => new(float.NegativeInfinity, high),
        _ => null,
    };

    private static float? Bound(Constant k) =>
        k.Value.Type.Element == Tensors.DType.Float32 && k.Value.Uniform() is { } bound && !float.IsNaN(bound) && !(bound == 0 && float.IsNegative(bound)) ? bound : null;
}
