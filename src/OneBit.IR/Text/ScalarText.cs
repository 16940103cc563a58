using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Single elements as text, bit for bit: shortest decimals, <c>inf</c>, <c>-inf</c>, <c>nan</c>, <c>true</c>, and <c>0x…</c> for the bits themselves (other NaNs).</summary>
internal static class ScalarText
{
    private const uint QuietNaN = 0x7FC0_0000;

    /// <summary>Element <paramref name="index"/> of <paramref name="bytes"/>; a word of bits in hexadecimal.</summary>
    public static string Format(DType type, ReadOnlySpan<byte> bytes, int index) => type switch
    {
        DType.Float32 => Format(MemoryMarshal.Cast<byte, float>(bytes)[index]),
        DType.Float16 => MemoryMarshal.Cast<byte, Half>(bytes)[index] is var h && Half.IsNaN(h) ? Hex(BitConverter.HalfToUInt16Bits(h), 4) : FormatFinite(h),
        DType.Float64 => MemoryMarshal.Cast<byte, double>(bytes)[index] is var d && double.IsNaN(d) ? Hex(BitConverter.DoubleToUInt64Bits(d), 16) : FormatFinite(d),
        DType.Int8 => Format(MemoryMarshal.Cast<byte, sbyte>(bytes)[index]),
        DType.UInt8 => Format(bytes[index]),
        DType.Int16 => Format(MemoryMarshal.Cast<byte, short>(bytes)[index]),
        DType.UInt16 => Format(MemoryMarshal.Cast<byte, ushort>(bytes)[index]),
        DType.Int32 => Format(MemoryMarshal.Cast<byte, int>(bytes)[index]),
        DType.UInt32 => Format(MemoryMarshal.Cast<byte, uint>(bytes)[index]),
        DType.Int64 => Format(MemoryMarshal.Cast<byte, long>(bytes)[index]),
        DType.UInt64 => Format(MemoryMarshal.Cast<byte, ulong>(bytes)[index]),
        DType.Bool => bytes[index] switch { 0 => "false", 1 => "true", byte b => Hex(b, 2) },
        _ => Hex(MemoryMarshal.Cast<byte, uint>(bytes)[index], 8),
    };

    public static string Format(float value) =>
        !float.IsNaN(value) ? FormatFinite(value) : BitConverter.SingleToUInt32Bits(value) is var bits && bits == QuietNaN ? "nan" : Hex(bits, 8);

    /// <summary>Writes the element that <paramref name="text"/> stands for; false where it is none of this type.</summary>
    public static bool TryParse(DType type, ReadOnlySpan<char> text, Span<byte> element)
    {
        if (text.StartsWith("0x"))
            return TryParseBits(text[2..], element);
        return type switch
        {
            DType.Float32 => TryParse(text, out float value) && MemoryMarshal.TryWrite(element, value),
            DType.Float16 => TryParseFloat(text, BitConverter.UInt16BitsToHalf(0x7E00), out Half value) && MemoryMarshal.TryWrite(element, value),
            DType.Float64 => TryParseFloat(text, BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000), out double value) && MemoryMarshal.TryWrite(element, value),
            DType.Int8 => TryParseInteger<sbyte>(text, element),
            DType.UInt8 => TryParseInteger<byte>(text, element),
            DType.Int16 => TryParseInteger<short>(text, element),
            DType.UInt16 => TryParseInteger<ushort>(text, element),
            DType.Int32 => TryParseInteger<int>(text, element),
            DType.UInt32 => TryParseInteger<uint>(text, element),
            DType.Int64 => TryParseInteger<long>(text, element),
            DType.UInt64 => TryParseInteger<ulong>(text, element),
            DType.Bool when text is "true" or "false" => MemoryMarshal.TryWrite(element, (byte)(text is "true" ? 1 : 0)),
            _ => false,
        };
    }

    public static bool TryParse(ReadOnlySpan<char> text, out float value)
    {
        if (!text.StartsWith("0x"))
            return TryParseFloat(text, BitConverter.UInt32BitsToSingle(QuietNaN), out value);
        Span<byte> bits = stackalloc byte[sizeof(float)];
        bool parsed = TryParseBits(text[2..], bits);
        value = MemoryMarshal.Read<float>(bits);
        return parsed;
    }

    private static bool TryParseFloat<T>(ReadOnlySpan<char> text, T quietNaN, out T value)
        where T : struct, IFloatingPointIeee754<T>
    {
        switch (text)
        {
            case "nan":
                value = quietNaN;
                return true;
            case "inf" or "+inf":
                value = T.PositiveInfinity;
                return true;
            case "-inf":
                value = T.NegativeInfinity;
                return true;
            default:
                return T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && T.IsFinite(value);
        }
    }

    private static bool TryParseInteger<T>(ReadOnlySpan<char> text, Span<byte> element)
        where T : struct, IBinaryInteger<T> =>
        T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T value) && MemoryMarshal.TryWrite(element, value);

    private static bool TryParseBits(ReadOnlySpan<char> digits, Span<byte> element)
    {
        if (!ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits) || (element.Length < sizeof(ulong) && bits >> (8 * element.Length) != 0))
            return false;
        for (int i = 0; i < element.Length; i++)
            element[i] = (byte)(bits >> (8 * i));
        return true;
    }

    private static string FormatFinite<T>(T value)
        where T : IFloatingPointIeee754<T> =>
        T.IsPositiveInfinity(value) ? "inf" : T.IsNegativeInfinity(value) ? "-inf" : value.ToString(null, CultureInfo.InvariantCulture);

    private static string Format<T>(T value)
        where T : IBinaryInteger<T> => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Hex(ulong bits, int digits) => "0x" + bits.ToString("x" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
