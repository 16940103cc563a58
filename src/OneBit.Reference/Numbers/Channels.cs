using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Operands that hold one element for all channels, or one for each.</summary>
internal static class Channels
{
    /// <summary>Operand <paramref name="index"/> with one float per channel.</summary>
    /// <exception cref="ModelFormatException">It has another number of elements.</exception>
    public static float[] Floats(Call call, int index, int channels) => Spread(call, index, Elements.Floats(call[index]), channels);

    /// <summary>As <see cref="Floats(Call, int, int)"/>; null where the operand is absent.</summary>
    public static float[]? OptionalFloats(Call call, int index, int channels) => call.Optional(index) is null ? null : Floats(call, index, channels);

    /// <summary>Operand <paramref name="index"/> with one integer per channel; null where it is absent.</summary>
    /// <exception cref="ModelFormatException">It has another number of elements.</exception>
    public static long[]? OptionalIntegers(Call call, int index, int channels) =>
        call.Optional(index) is { } literal ? Spread(call, index, Elements.Integers(literal), channels) : null;

    /// <summary>The innermost dimension; 1 for a single value.</summary>
    public static int Of(Shape shape) => shape.Rank == 0 ? 1 : shape[^1];

    private static T[] Spread<T>(Call call, int index, T[] values, int channels)
    {
        if (values.Length == channels)
            return values;
        if (values.Length != 1)
            throw call.Error($"has {values.Length} elements in operand {index} for {channels} channels");
        var spread = new T[channels];
        Array.Fill(spread, values[0]);
        return spread;
    }
}
