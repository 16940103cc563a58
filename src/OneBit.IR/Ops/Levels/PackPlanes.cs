using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>
/// Packs k-bit codes as planes, [planes, …input]: the code q(x) counts the edges that are ≤ x; plane i holds bit i of q, as the levels 0 (bit 1) and 1 (bit 0).
/// There are at most 2^planes − 1 edges, in rising order. NaN packs as the highest code, the number of edges, or as code 0.  (F12)
/// </summary>
public sealed record PackPlanes : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<PackPlanes> Row { get; } = new(
        "PackPlanes",
        ["input", "edges"],
        Attribute<PackPlanes>.Int("planes", op => op.Planes, (op, value) => op with { Planes = value }),
        Attribute<PackPlanes>.Bool("nan_is_upper", op => op.NanIsUpper, (op, value) => op with { NanIsUpper = value }));

    /// <summary>Number of planes, 1 to 8.</summary>
    public int Planes { get; init; } = 2;

    /// <summary>Whether NaN packs as the highest code.</summary>
    public bool NanIsUpper { get; init; } = true;

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands.Elements(0, DType.Float32);
        operands.RankAtLeast(0, 1);
        operands.Elements(1, DType.Float32);
        int edges = operands.Rank(1, 1).Shape[0];
        if (Planes is < 1 or > 8)
            throw operands.Wrong("planes", "in 1 to 8", $"{Planes}");
        if (edges > (1 << Planes) - 1)
            throw operands.Wrong("edges, in number,", $"of at most {(1 << Planes) - 1}", $"{edges}");
        return DType.Bits.Of(Shape.Create([Planes, .. input.Shape]));
    }
}
