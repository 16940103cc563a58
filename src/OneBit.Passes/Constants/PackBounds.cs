using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>The bounds of a <see cref="PackLevels"/>, one pair for all channels or one for each; bit 0 where Least ≤ x ≤ Most.  (F9)</summary>
internal sealed record PackBounds(float[] Least, float[] Most)
{
    /// <summary>Bounds of the signs.</summary>
    public static PackBounds Signs { get; } = new([FloatOrder.SignEdge], [float.PositiveInfinity]);

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
        return new PackBounds(ChannelValues.Spread<float>(from, count), ChannelValues.Spread<float>(to, count));
    }

    /// <summary>Bit 0 whatever x is.</summary>
    public bool IsAlways(int i) => float.IsNegativeInfinity(Least[i]) && float.IsPositiveInfinity(Most[i]);

    /// <summary>Bit 1 whatever x is.</summary>
    public bool IsNever(int i) => !(Least[i] <= Most[i]);

    public bool IsRising(int i) => float.IsPositiveInfinity(Most[i]) && !IsNever(i);

    public bool IsFalling(int i) => float.IsNegativeInfinity(Least[i]) && !IsNever(i);

    /// <summary>True where these are the bounds of signs.</summary>
    public bool IsSigns => All(i => IsRising(i) && Least[i] == FloatOrder.SignEdge);

    /// <summary>True where no channel is bounded from both sides: bits are then monotone in x, and those that are not these are the bits of bounds too.</summary>
    public bool IsOneSided => All(i => IsRising(i) || IsFalling(i) || IsNever(i));

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
    public PackBounds Repeat(int channels) => new(ChannelValues.Spread<float>(Least, channels), ChannelValues.Spread<float>(Most, channels));

    /// <summary>Channels side by side.</summary>
    public static PackBounds Join(IReadOnlyList<PackBounds> parts) => new([.. parts.SelectMany(part => part.Least)], [.. parts.SelectMany(part => part.Most)]);

    /// <summary>Which values, one per channel, are of the upper level.</summary>
    public bool[] AreUpper(float[] x, bool nanIsUpper) => [.. x.Select((v, c) => float.IsNaN(v) ? nanIsUpper : v >= Least[c] && v <= Most[c])];

    /// <summary>The levels of <paramref name="x"/> packed by these bounds: by one where there is no upper one, by scalars where all channels agree.</summary>
    public Value Emit(Rewriter g, Value x, bool nanIsUpper)
    {
        var op = new PackLevels { NanIsUpper = nanIsUpper };
        Value least = g.Emit(ChannelValues.PerChannel(Least));
        return Array.TrueForAll(Most, float.IsPositiveInfinity) ? g.Emit(op, x, least) : g.Emit(op, x, least, g.Emit(ChannelValues.PerChannel(Most)));
    }

    private PackBounds Map(Func<int, (float Least, float Most)> map)
    {
        (float Least, float Most)[] pairs = [.. Enumerable.Range(0, Count).Select(map)];
        return new PackBounds(Array.ConvertAll(pairs, pair => pair.Least), Array.ConvertAll(pairs, pair => pair.Most));
    }
}
