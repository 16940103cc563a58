using System.Runtime.InteropServices;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Elements of tensors as arrays of one numeric type, whatever type they are stored in.</summary>
internal static class Elements
{
    /// <summary>x, or 0 where x is subnormal: what decisions see in TensorFlow, which flushes.</summary>
    public static float SubnormalAsZero(float x) => float.IsSubnormal(x) ? 0 : x;

    /// <summary>The elements of an integer or bool tensor; uint64 keeps its bits.</summary>
    public static long[] Integers(Literal literal)
    {
        return literal.Type.Element switch
        {
            DType.Int8 => Widen<sbyte>(v => v),
            DType.UInt8 => Widen<byte>(v => v),
            DType.Int16 => Widen<short>(v => v),
            DType.UInt16 => Widen<ushort>(v => v),
            DType.Int32 => Widen<int>(v => v),
            DType.UInt32 => Widen<uint>(v => v),
            DType.Int64 => Widen<long>(v => v),
            DType.UInt64 => Widen<ulong>(v => (long)v),
            DType.Bool => Array.ConvertAll(literal.Bytes.ToArray(), b => b == 0 ? 0L : 1L),
            _ => throw new InvalidOperationException($"{literal.Type} has no integers"),
        };

        long[] Widen<T>(Converter<T, long> convert)
            where T : unmanaged => Array.ConvertAll(literal.Values<T>().ToArray(), convert);
    }

    /// <summary>A tensor of integers or bools; values that do not fit lose their high bits, bool is value ≠ 0.</summary>
    public static Literal OfIntegers(TensorType type, long[] values)
    {
        return type.Element switch
        {
            DType.Int8 => Narrow(v => (sbyte)v),
            DType.UInt8 => Narrow(v => (byte)v),
            DType.Int16 => Narrow(v => (short)v),
            DType.UInt16 => Narrow(v => (ushort)v),
            DType.Int32 => Narrow(v => (int)v),
            DType.UInt32 => Narrow(v => (uint)v),
            DType.Int64 => Narrow(v => v),
            DType.UInt64 => Narrow(v => (ulong)v),
            DType.Bool => new Literal(type, Array.ConvertAll(values, v => v == 0 ? (byte)0 : (byte)1)),
            _ => throw new InvalidOperationException($"{type} has no integers"),
        };

        Literal Narrow<T>(Converter<long, T> convert)
            where T : unmanaged => Literal.Of<T>(type, Array.ConvertAll(values, convert));
    }

    /// <summary>The elements of a floating-point tensor, rounded to float32 where they are float64.</summary>
    public static float[] Floats(Literal literal) => literal.Type.Element switch
    {
        DType.Float32 => literal.Values<float>().ToArray(),
        DType.Float16 => Array.ConvertAll(literal.Values<Half>().ToArray(), v => (float)v),
        DType.Float64 => Array.ConvertAll(literal.Values<double>().ToArray(), v => (float)v),
        _ => throw new InvalidOperationException($"{literal.Type} has no floats"),
    };

    /// <summary>A tensor of <paramref name="values"/>, which are not copied.</summary>
    public static Literal Of(TensorType type, float[] values) => Literal.Of<float>(type, values);

    /// <summary>An array for the elements of <paramref name="type"/>: words where it is bits.</summary>
    /// <exception cref="OverflowException">It would be larger than any array.</exception>
    public static T[] New<T>(TensorType type) => new T[checked((int)type.StoredElementCount)];

    /// <summary>Bits as one bool per channel; true where the bit is 1.</summary>
    public static Literal Unpacked(Literal bits)
    {
        int channels = bits.Type.Shape[^1], words = BitLayout.Words(channels);
        ReadOnlySpan<uint> packed = bits.Values<uint>();
        var type = new TensorType(DType.Bool, bits.Type.Shape);
        byte[] bools = new byte[type.SizeInBytes];
        for (int i = 0; i < bools.Length; i++)
        {
            (int row, int channel) = int.DivRem(i, channels);
            bools[i] = (byte)((packed[(row * words) + (channel / BitLayout.WordBits)] >> (channel % BitLayout.WordBits)) & 1);
        }
        return new Literal(type, bools);
    }

    /// <summary>One bool per channel as bits; the inverse of <see cref="Unpacked"/>.</summary>
    public static Literal Packed(Literal bools)
    {
        int channels = bools.Type.Shape[^1], words = BitLayout.Words(channels);
        var type = new TensorType(DType.Bits, bools.Type.Shape);
        uint[] packed = New<uint>(type);
        ReadOnlySpan<byte> values = bools.Bytes.Span;
        for (int i = 0; i < values.Length; i++)
        {
            (int row, int channel) = int.DivRem(i, channels);
            if (values[i] != 0)
                packed[(row * words) + (channel / BitLayout.WordBits)] |= 1u << (channel % BitLayout.WordBits);
        }
        return new Literal(type, MemoryMarshal.AsBytes<uint>(packed).ToArray());
    }
}
