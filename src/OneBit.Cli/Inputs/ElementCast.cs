using System.Numerics;
using System.Runtime.InteropServices;
using OneBit.Tensors;

namespace OneBit.Cli.Inputs;

/// <summary>
/// Conversion of elements within a kind, as NumPy's <c>same_kind</c> has it: anything to floats, integers to integers, booleans to anything.
/// Integers that do not fit are refused instead of wrapped; floats round to nearest.
/// </summary>
internal static class ElementCast
{
    /// <summary>True where values of <paramref name="from"/> may become <paramref name="to"/>.</summary>
    public static bool Allows(DType from, DType to) =>
        from == to || (to != DType.Bits && from != DType.Bits && to != DType.Bool && (to.IsFloat() || !from.IsFloat()));

    /// <summary>The values of <paramref name="array"/> as <paramref name="to"/>; the array itself where they are that already.</summary>
    /// <exception cref="OverflowException">An integer does not fit.</exception>
    public static Literal Cast(Literal array, DType to) => array.Type.Element == to ? array : array.Type.Element switch
    {
        DType.Float32 => From<float>(array, to),
        DType.Float16 => From<Half>(array, to),
        DType.Float64 => From<double>(array, to),
        DType.Int8 => From<sbyte>(array, to),
        DType.UInt8 or DType.Bool => From<byte>(array, to),
        DType.Int16 => From<short>(array, to),
        DType.UInt16 => From<ushort>(array, to),
        DType.Int32 => From<int>(array, to),
        DType.UInt32 => From<uint>(array, to),
        DType.Int64 => From<long>(array, to),
        DType.UInt64 => From<ulong>(array, to),
        _ => throw new ArgumentException($"{array.Type.Element.Name()} is not cast"),
    };

    private static Literal From<TFrom>(Literal array, DType to)
        where TFrom : unmanaged, INumberBase<TFrom> => to switch
        {
            DType.Float32 => Convert<TFrom, float>(array, to),
            DType.Float16 => Convert<TFrom, Half>(array, to),
            DType.Float64 => Convert<TFrom, double>(array, to),
            DType.Int8 => Convert<TFrom, sbyte>(array, to),
            DType.UInt8 => Convert<TFrom, byte>(array, to),
            DType.Int16 => Convert<TFrom, short>(array, to),
            DType.UInt16 => Convert<TFrom, ushort>(array, to),
            DType.Int32 => Convert<TFrom, int>(array, to),
            DType.UInt32 => Convert<TFrom, uint>(array, to),
            DType.Int64 => Convert<TFrom, long>(array, to),
            DType.UInt64 => Convert<TFrom, ulong>(array, to),
            _ => throw new ArgumentException($"nothing is cast to {to.Name()}"),
        };

    private static Literal Convert<TFrom, TTo>(Literal array, DType to)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        ReadOnlySpan<TFrom> source = MemoryMarshal.Cast<byte, TFrom>(array.Bytes.Span);
        var target = new TTo[source.Length];
        for (int i = 0; i < target.Length; i++)
            target[i] = TTo.CreateChecked(source[i]);
        return Literal.Of<TTo>(new TensorType(to, array.Type.Shape), target);
    }
}
