using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>What op records ask of their operands; each failure names the operand, what would have fitted and what is there.</summary>
internal static class OperandChecks
{
    private const int MaxResults = 1 << 16;
    private const int MaxIntegers = 1 << 16;

    public static ModelFormatException Wrong(this Operands operands, string what, string expected, string actual) =>
        operands.Error($"needs {what} {expected}, not {actual}", expected, actual);

    public static TensorType Rank(this Operands operands, int index, int rank)
    {
        TensorType type = operands[index];
        return type.Shape.Rank == rank ? type : throw operands.Wrong(operands.Describe(index), $"of rank {rank}", $"{type}");
    }

    public static TensorType RankAtLeast(this Operands operands, int index, int rank)
    {
        TensorType type = operands[index];
        return type.Shape.Rank >= rank ? type : throw operands.Wrong(operands.Describe(index), $"of rank {rank} or more", $"{type}");
    }

    public static TensorType Elements(this Operands operands, int index, params ReadOnlySpan<DType> allowed)
    {
        TensorType type = operands[index];
        return allowed.Contains(type.Element) ? type : throw operands.Wrong($"{operands.Describe(index)} of", string.Join(" or ", allowed.ToArray().Select(DTypes.Name)), $"{type}");
    }

    public static TensorType Number(this Operands operands, int index)
    {
        TensorType type = operands[index];
        return type.Element is DType.Bool or DType.Bits ? throw operands.Wrong(operands.Describe(index), "of numbers", $"{type}") : type;
    }

    /// <summary>Floats, or integers that can stand for reals by an affine quantization.</summary>
    public static TensorType Real(this Operands operands, int index) =>
        operands.Elements(index, DType.Float32, DType.Float16, DType.Float64, DType.Int8, DType.UInt8, DType.Int16);

    public static void SameElements(this Operands operands, int first, int second)
    {
        (TensorType a, TensorType b) = (operands[first], operands[second]);
        if (a.Element != b.Element)
            throw operands.Wrong($"{operands.Describe(second)} of", a.Element.Name(), $"{b}");
    }

    public static void SameSize(this Operands operands, string what, long expected, long actual)
    {
        if (!Dimensions.Agree(expected, actual))
            throw operands.Wrong(what, $"{expected}", $"{actual}");
    }

    public static void AtLeast(this Operands operands, string what, int least, long actual)
    {
        if (actual < least)
            throw operands.Wrong(what, $"of {least} or more", $"{actual}");
    }

    /// <summary>Checks for a scalar, or a vector along the last dimension of <paramref name="shape"/>.</summary>
    public static void PerChannel(this Operands operands, int index, DType element, Shape shape)
    {
        TensorType type = operands.Elements(index, element);
        if (type.Shape.Rank > 1)
            throw operands.Wrong(operands.Describe(index), "of rank 0 or 1", $"{type}");
        int length = type.Shape.Length();
        if (length != 1 && shape.Rank > 0)
            operands.SameSize($"{operands.Describe(index)} of length 1 or", shape[^1], length);
    }

    public static int ResultCount(this Operands operands, int count) =>
        count is >= 1 and <= MaxResults ? count : throw operands.Wrong("count", $"in 1 to {MaxResults}", $"{count}");

    public static int Axis(this Operands operands, long axis, int rank) =>
        Axes.Normalize(axis, rank) ?? throw operands.Wrong("an axis", $"in {-rank} to {rank - 1}", $"{axis}");

    /// <summary>The integers of a constant operand of rank 0 or 1 (or <paramref name="rank"/>); null where it is not constant.</summary>
    public static long[]? Integers(this Operands operands, int index, int rank = 1)
    {
        TensorType type = operands.Elements(index, DType.Int32, DType.Int64);
        if (type.Shape.Rank > rank)
            throw operands.Wrong(operands.Describe(index), $"of rank {rank}", $"{type}");
        if (operands.Constant(index) is not { } literal)
            return null;
        if (literal.Type.StoredElementCount > MaxIntegers)
            throw operands.Wrong(operands.Describe(index), $"of at most {MaxIntegers} elements", $"{type}");
        return type.Element == DType.Int64 ? literal.Values<long>().ToArray() : Array.ConvertAll(literal.Values<int>().ToArray(), v => (long)v);
    }

    /// <summary>The one integer of a constant operand; null where it is not constant.</summary>
    public static long? Integer(this Operands operands, int index)
    {
        long[]? values = operands.Integers(index);
        return values is null ? null : values.Length == 1 ? values[0] : throw operands.Wrong(operands.Describe(index), "of one element", $"{values.Length}");
    }

    /// <summary>The integers of a constant operand that has one for each of <paramref name="count"/>; null where it is not constant.</summary>
    public static long[]? IntegersFor(this Operands operands, int index, long count)
    {
        long[]? values = operands.Integers(index);
        operands.SameSize($"{operands.Describe(index)} of length", count, values?.Length ?? operands[index].Shape.Length());
        return values;
    }

    /// <summary>The pairs of a constant operand [count, 2] of integers that are not negative; null where it is not constant.</summary>
    public static long[]? Pairs(this Operands operands, int index, int count)
    {
        long[]? values = operands.Integers(index, rank: 2);
        Shape shape = operands[index].Shape;
        if (shape.Rank != 2 || !Dimensions.Agree(shape[0], count) || !Dimensions.Agree(shape[1], 2))
            throw operands.Wrong(operands.Describe(index), $"of shape [{count},2]", $"{shape}");
        foreach (long value in values ?? [])
        {
            if (value < 0)
                throw operands.Wrong(operands.Describe(index), "that are not negative", $"{value}");
        }
        return values;
    }

    /// <summary>The number of elements of a vector or scalar, as a rank needs it.</summary>
    /// <exception cref="UnsupportedModelException">It is not known, and so no rank is.</exception>
    public static int KnownLength(this Operands operands, int index)
    {
        int length = operands[index].Shape.Length();
        return length != Shape.Unknown ? length : throw operands.Unranked(index);
    }

    public static UnsupportedModelException Unranked(this Operands operands, int index) =>
        new($"{operands.OpName} needs a constant {operands.Describe(index)}: the rank of the result hangs on it", $"{operands.OpName} of unknown rank") { OpName = operands.OpName };

    public static TensorType[] One(this TensorType type) => [type];

    public static TensorType[] Of(this DType element, Shape shape) => [new TensorType(element, shape)];

    /// <summary>The type of values that are moved to <paramref name="shape"/>: a quantization goes along unless it is tied to an axis.</summary>
    public static TensorType Moved(this TensorType type, Shape shape) =>
        new(type.Element, shape, type.Quantization is { IsPerChannel: false } quantization ? quantization : null);

    private static int Length(this Shape shape) => shape.Rank == 0 ? 1 : shape[0];
}
