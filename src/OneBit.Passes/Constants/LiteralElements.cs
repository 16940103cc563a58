using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>The elements of a literal, looked at one by one.</summary>
public static class LiteralElements
{
    /// <summary>The elements of int32 or int64 as int32: pads, axes, a shape; null where they are of another type or too large.</summary>
    public static IReadOnlyList<int>? AsInts(this Literal literal)
    {
        ArgumentNullException.ThrowIfNull(literal);
        if (literal.Type.Element == DType.Int32)
            return literal.Values<int>().ToArray();
        if (literal.Type.Element != DType.Int64 || !literal.All<long>(v => v == (int)v))
            return null;
        return Array.ConvertAll(literal.Values<long>().ToArray(), v => (int)v);
    }

    /// <summary>The one value that all elements of a float32 literal have; null where they differ or there are none.</summary>
    public static float? Uniform(this Literal literal)
    {
        ArgumentNullException.ThrowIfNull(literal);
        ReadOnlySpan<float> values = literal.Values<float>();
        return !values.IsEmpty && literal.All<float>(v => v.Equals(literal.Values<float>()[0])) ? values[0] : null;
    }

    /// <summary>The float32 elements, a single one repeated for each of <paramref name="channels"/>.</summary>
    public static float[] Channels(this Literal literal, int channels)
    {
        ArgumentNullException.ThrowIfNull(literal);
        return ChannelValues.Spread(literal.Values<float>(), channels);
    }

    /// <summary>The literal with <paramref name="function"/> of each float32 element.</summary>
    public static Literal Map(this Literal literal, Func<float, float> function)
    {
        ArgumentNullException.ThrowIfNull(literal);
        return Literal.Of<float>(literal.Type, Array.ConvertAll(literal.Values<float>().ToArray(), v => function(v)));
    }

    internal static bool All<T>(this Literal literal, Func<T, bool> predicate)
        where T : unmanaged
    {
        foreach (T value in literal.Values<T>())
        {
            if (!predicate(value))
                return false;
        }
        return true;
    }
}
