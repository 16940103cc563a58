using OneBit.Tensors;

namespace OneBit.Runtime.Tests;

/// <summary>Random constants and inputs that sit on edges: small halves of integers, which meet thresholds often, and the floats that comparisons treat in their own way.</summary>
internal sealed class LevelValues(int seed)
{
    private static readonly float[] Special =
    [
        0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon, 1.17549435e-38f, -1.17549435e-38f,
        MathF.BitIncrement(-1.17549435e-38f), MathF.BitIncrement(0.5f), MathF.BitDecrement(0.5f), float.MaxValue,
    ];

    public Random Random { get; } = new(seed);

    /// <summary>1 or all.</summary>
    public int Length(int channels) => Random.Next(4) == 0 ? 1 : channels;

    /// <summary>1 to 40, at most <paramref name="most"/>.</summary>
    public int Count(int most) => Random.Next(Math.Min(most, 40)) + 1;

    public Literal Specials(int count) => Literal.Vector(Many(count, 12));

    public Literal Inputs(Shape shape) => Literal.Of<float>(shape, Many((int)shape.ElementCount, 8));

    /// <summary>Edges in rising order, equal ones among them, none NaN.</summary>
    public Literal Sorted(int count) => Literal.Vector<float>([.. Many(count, 12).Select(v => float.IsNaN(v) ? 1 : v).Order()]);

    /// <summary>A bound: 0 open, 1 a scalar, 2 a vector, 3 a vector with open channels.</summary>
    public Literal Bound(int kind, int channels, float open) => kind switch
    {
        0 => Literal.Scalar(open),
        1 => Literal.Scalar(Many(1, 4)[0]),
        2 => Specials(channels),
        _ => Literal.Vector<float>([.. Many(channels, 4).Select(v => Random.Next(2) == 0 ? open : v)]),
    };

    public Literal Bits(Shape shape)
    {
        var type = new TensorType(DType.Bits, shape);
        uint mask = BitLayout.TailMask(shape[^1]);
        int perRow = BitLayout.Words(shape[^1]);
        return Literal.Of<uint>(type, [.. Enumerable.Range(0, (int)type.StoredElementCount).Select(i => (uint)Random.NextInt64() & (i % perRow == perRow - 1 ? mask : uint.MaxValue))]);
    }

    private float[] Many(int count, int oneSpecialIn) =>
        [.. Enumerable.Range(0, count).Select(_ => Random.Next(oneSpecialIn) == 0 ? Special[Random.Next(Special.Length)] : Random.Next(-8, 9) / 2f)];
}
