using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>The slices of a tensor along an axis, which goes away.</summary>
public sealed record Unpack : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Unpack> Row { get; } = new(
        "Unpack",
        ["input"],
        Attribute<Unpack>.Int("axis", op => op.Axis, (op, value) => op with { Axis = value }),
        Attribute<Unpack>.Int("count", op => op.Count, (op, value) => op with { Count = value }));

    /// <summary>The axis; a negative one counts from the end.</summary>
    public int Axis { get; init; }

    /// <summary>Number of results.</summary>
    public int Count { get; init; } = 1;

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        int count = operands.ResultCount(Count);
        TensorType input = operands.RankAtLeast(0, 1);
        int axis = operands.Axis(Axis, input.Shape.Rank);
        operands.SameSize($"for {count} results dimension {axis} of", count, input.Shape[axis]);
        return [.. Enumerable.Repeat(input.Moved([.. input.Shape.Where((_, i) => i != axis)]), count)];
    }
}
