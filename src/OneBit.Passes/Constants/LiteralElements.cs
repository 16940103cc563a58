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
