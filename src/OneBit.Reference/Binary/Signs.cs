using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Between bits and other elements; bit 1 means −1.</summary>
internal static class Signs
{
    // Larq Compute Engine runs with subnormals flushed to zero, and zero packs as +1.
    private const float LargestNegativeNormal = -1.17549435e-38f;

    /// <summary>Bit 1 where x ≤ −2⁻¹²⁶, where a code is below the zero point, where a bool is false; ±0 and NaN give bit 0.</summary>
    public static Literal Quantize(Call call)
    {
        Literal input = call[0];
        bool[] negative = input.Type.Element switch
        {
            DType.Float32 => Array.ConvertAll(Elements.Floats(input), v => v <= LargestNegativeNormal),
            DType.Bool => Array.ConvertAll(Elements.Integers(input), v => v == 0),
            DType.Int8 => Array.ConvertAll(Codes.Centred(input), v => v < 0),
            _ => throw call.Unsupported(),
        };
        return Elements.Packed(new Literal(new TensorType(DType.Bool, call.Type.Shape), Array.ConvertAll(negative, n => n ? (byte)1 : (byte)0)));
    }

    /// <summary>float32: ±1; bool: bit 0 is true; codes: +1 is min(127, z + r), −1 is max(−128, z − r), r = round(float32(1/scale)), half away from zero.</summary>
    public static Literal Dequantize(Call call)
    {
        long[] bits = Elements.Integers(Elements.Unpacked(call[0]));
        switch (call.Type.Element)
        {
            case DType.Float32:
                return Elements.Of(call.Type, Array.ConvertAll(bits, b => b == 0 ? 1f : -1f));
            case DType.Bool:
                return Elements.OfIntegers(call.Type, Array.ConvertAll(bits, b => 1 - b));
            case DType.Int8 when call.Type.Quantization is { } q:
                float one = MathF.Round(1 / q.Scale, MidpointRounding.AwayFromZero);
                long plus = (long)Math.Min(127, q.ZeroPoint + one), minus = (long)Math.Max(-128, q.ZeroPoint - one);
                return Elements.OfIntegers(call.Type, Array.ConvertAll(bits, b => b == 0 ? plus : minus));
            default:
                throw call.Unsupported();
        }
    }

    /// <summary>int32 words as bits; bits behind the last channel are cleared.</summary>
    public static Literal FromWords(Call call)
    {
        uint[] words = Array.ConvertAll(call[0].Values<int>().ToArray(), w => (uint)w);
        int channels = call.Type.Shape[^1], perRow = BitLayout.Words(channels);
        if (words.Length != call.Type.StoredElementCount)
            throw call.Error($"reads {call[0].Type.Shape} as rows of {channels} channels");
        for (int i = perRow - 1; perRow > 0 && i < words.Length; i += perRow)
            words[i] &= BitLayout.TailMask(channels);
        return Literal.Of<uint>(call.Type, words);
    }
}
