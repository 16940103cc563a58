using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>
/// A quantizer of several levels: the code q(x) counts the edges that are ≤ x, and Q(x) = levels[q]. Edges rise (they may be equal), levels are one more than edges.
/// DoReFa, LSQ and ternary quantizers are this op: their edges are where the rounding that they are defined by goes up.
/// </summary>
public sealed record MultiLevelQuantize : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<MultiLevelQuantize> Row { get; } = new(
        "MultiLevelQuantize",
        ["input", "edges", "levels"],
        Attribute<MultiLevelQuantize>.Enum("nan", op => op.Nan, (op, value) => op with { Nan = value }));

    /// <summary>What NaN becomes: NaN, the first level, or the last.</summary>
    public NanRule Nan { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands.Elements(0, DType.Float32);
        operands.Elements(1, DType.Float32);
        operands.Elements(2, DType.Float32);
        int edges = operands.Rank(1, 1).Shape[0];
        if (edges != Shape.Unknown)
            operands.SameSize("levels, in number,", (long)edges + 1, operands.Rank(2, 1).Shape[0]);
        return input.Element.Of(input.Shape);
    }
}
