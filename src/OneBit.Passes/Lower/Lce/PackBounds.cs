using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>The bounds of a <see cref="PackLevels"/>, one pair for all channels or one for each; bit 0 where Least ≤ x ≤ Most.  (F9)</summary>
internal sealed record PackBounds(float[] Least, float[] Most)
{
    /// <summary>ε, the smallest normal float32.</summary>
    public const float SmallestNormal = 1.17549435e-38f;

    /// <summary>The edge of x ≥ 0 with subnormals read as zero.</summary>
    public static float SignEdge { get; } = MathF.BitIncrement(-SmallestNormal);

    /// <summary>The edge of x > 0 with subnormals read as zero is ε; this is the last float below it.</summary>
    public static float LargestSubnormal { get; } = MathF.BitDecrement(SmallestNormal);

    /// <summary>Bounds of the signs.</summary>
    public static PackBounds Signs { get; } = new([SignEdge], [float.PositiveInfinity]);

    public int Count => Least.Length;

    /// <summary>The bounds of a <see cref="PackLevels"/>; null where they are no constants.</summary>
    public static PackBounds? Of(Value root)
    {
        if (root is not (PackLevels, [_, { Constant: { } least }, ..] operands))
            return null;
        Value? upper = operands.Count > 2 ? operands[2] : null;
        if (upper is not null && upper.Constant is null)
            return null;
        float[] from = least.Values<float>().ToArray(), to = upper?.Constant?.Values<float>().ToArray() ?? [float.PositiveInfinity];
        int count = Math.Max(from.Length, to.Length);
        return new PackBounds(Spread(from, count), Spread(to, count));
    }

    /// <summary>Bit 0 whatever x is.</summary>
    public bool IsAlways(int i) => float.IsNegativeInfinity(Least[i]) && float.IsPositiveInfinity(Most[i]);

    /// <summary>Bit 1 whatever x is.</summary>
    public bool IsNever(int i) => !(Least[i] <= Most[i]);

    public bool IsRising(int i) => float.IsPositiveInfinity(Most[i]) && !IsNever(i);

    public bool IsFalling(int i) => float.IsNegativeInfinity(Least[i]) && !IsNever(i);

    /// <summary>True where these are the bounds of signs.</summary>
    public bool IsSigns => All(i => IsRising(i) && Least[i] == SignEdge);

    /// <summary>True where the bits that are not these are those of bounds too.</summary>
    public bool HasComplement => All(i => IsRising(i) || IsFalling(i) || IsNever(i));

    public bool All(Func<int, bool> predicate) => Enumerable.Range(0, Count).All(predicate);

    public bool Any(Func<int, bool> predicate) => Enumerable.Range(0, Count).Any(predicate);

    /// <summary>The bounds of the other bits: not (x ≥ t) ⟺ x ≤ prev(t).</summary>
    public PackBounds Complement() => Map(i => this switch
    {
        _ when IsNever(i) => (float.NegativeInfinity, float.PositiveInfinity),
        _ when IsAlways(i) => (float.PositiveInfinity, float.NegativeInfinity),
        _ when IsRising(i) => (float.NegativeInfinity, MathF.BitDecrement(Least[i])),
        _ => (MathF.BitIncrement(Most[i]), float.PositiveInfinity),
    });

    /// <summary>Of some channels.</summary>
    public PackBounds Slice(int first, int count) => Count == 1 ? this : new PackBounds(Least[first..(first + count)], Most[first..(first + count)]);

    /// <summary>One pair for each of <paramref name="channels"/>.</summary>
    public PackBounds Repeat(int channels) => new(Spread(Least, channels), Spread(Most, channels));

    /// <summary>Channels side by side.</summary>
    public static PackBounds Join(IReadOnlyList<PackBounds> parts) => new([.. parts.SelectMany(part => part.Least)], [.. parts.SelectMany(part => part.Most)]);

    /// <summary>The levels of <paramref name="x"/> packed by these bounds.</summary>
    public Value Emit(Rewriter g, Value x, bool nanIsUpper)
    {
        var op = new PackLevels { NanIsUpper = nanIsUpper };
        Value least = Constant(g, Least);
        return All(i => float.IsPositiveInfinity(Most[i])) ? g.Emit(op, x, least) : g.Emit(op, x, least, Constant(g, Most));
    }

    private static Value Constant(Rewriter g, float[] values) => g.Emit(values.Length == 1 ? Literal.Scalar(values[0]) : Literal.Vector<float>(values));

    private PackBounds Map(Func<int, (float Least, float Most)> map)
    {
        (float Least, float Most)[] pairs = [.. Enumerable.Range(0, Count).Select(map)];
        return new PackBounds(Array.ConvertAll(pairs, pair => pair.Least), Array.ConvertAll(pairs, pair => pair.Most));
    }

    private static float[] Spread(float[] values, int count) => values.Length == count ? values : [.. Enumerable.Repeat(values[0], count)];
}
