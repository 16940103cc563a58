using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>When a quantization fits the tensor that it describes.</summary>
public static class QuantizationRules
{
    /// <summary>What is wrong with the quantization of <paramref name="type"/>, as the end of a sentence about the tensor; null where it fits.</summary>
    public static string? Problem(TensorType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.Quantization is not { IsPerChannel: true } quantization)
            return null;
        if (quantization.Axis >= type.Shape.Rank)
            return $"needs scales along a dimension below {type.Shape.Rank}, not {quantization.Axis}";
        int size = type.Shape[quantization.Axis];
        return Dimensions.Agree(size, quantization.Scales.Length) ? null : $"needs {size} scales for dimension {quantization.Axis} of {type}, not {quantization.Scales.Length}";
    }
}
