using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Codes of affine quantizations: their range, the clamp that an activation leaves, saturation.</summary>
internal static class Codes
{
    /// <summary>True where <paramref name="type"/> holds codes: int8, uint8 or int16 with a quantization.</summary>
    public static bool AreIn(TensorType type) => type.Quantization is not null && type.Element is (DType.Int8 or DType.UInt8 or DType.Int16);

    /// <summary>Smallest and largest code of an element type.</summary>
    public static (int Min, int Max) Range(DType element) => element switch
    {
        DType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        DType.UInt8 => (byte.MinValue, byte.MaxValue),
        DType.Int16 => (short.MinValue, short.MaxValue),
        DType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        DType.Int32 => (int.MinValue, int.MaxValue),
        _ => throw new InvalidOperationException($"{element.Name()} holds no codes"),
    };

    /// <summary>Smallest and largest code that <paramref name="activation"/> leaves: its bounds, quantized, within the element type's range.</summary>
    public static (int Min, int Max) Range(TensorType type, Activation activation)
    {
        (int min, int max) = Range(type.Element);
        (float low, float high) = Activations.Bounds(activation);
        if (float.IsFinite(low))
            min = Math.Max(min, Quantized(type, low));
        if (float.IsFinite(high))
            max = Math.Min(max, Quantized(type, high));
        return (min, Math.Max(min, max));
    }

    /// <summary>The codes less their zero point: real values in units of the scale.</summary>
    public static int[] Centred(Literal literal)
    {
        int zeroPoint = literal.Type.Quantization?.ZeroPoint ?? 0;
        return Array.ConvertAll(Elements.Integers(literal), v => (int)v - zeroPoint);
    }

    /// <summary>A tensor of codes clamped to what <paramref name="activation"/> leaves; <paramref name="centred"/> are results less the zero point.</summary>
    public static Literal Of(TensorType type, int[] centred, Activation activation = Activation.None)
    {
        (int min, int max) = Range(type, activation);
        int zeroPoint = type.Quantization?.ZeroPoint ?? 0;
        return Elements.OfIntegers(type, Array.ConvertAll(centred, v => Math.Clamp((long)v + zeroPoint, min, max)));
    }

    private static int Quantized(TensorType type, float bound) =>
        type.Quantization is { } q ? q.ZeroPoint + (int)MathF.Round(bound / q.Scale, MidpointRounding.AwayFromZero) : (int)bound;
}
