using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Types as text: <c>i8[1,?,3]{axis 2, scale [0.5, 0.25, 0.125], zero 3}</c>.</summary>
internal static class TypeText
{
    public static string Format(TensorType type) => type.Quantization is { } quantization ? $"{type}{Format(quantization)}" : $"{type}";

    private static string Format(Quantization quantization)
    {
        bool one = quantization.Scales.Length == 1;
        bool sameZero = quantization.ZeroPoints.All(z => z == quantization.ZeroPoint);
        string axis = one && quantization.Axis == 0 ? string.Empty : FormattableString.Invariant($"axis {quantization.Axis}, ");
        string scale = one ? ScalarText.Format(quantization.Scale) : $"[{string.Join(", ", quantization.Scales.Select(ScalarText.Format))}]";
        string zero = sameZero ? $"{quantization.ZeroPoint}" : $"[{string.Join(", ", quantization.ZeroPoints)}]";
        return $"{{{axis}scale {scale}, zero {zero}}}";
    }
}
