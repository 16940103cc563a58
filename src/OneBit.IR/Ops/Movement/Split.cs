using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Cuts a tensor into equal parts along an axis.</summary>
public sealed record Split : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Split> Row { get; } = new(
        "Split",
        ["axis", "input"],
        Attribute<Split>.Int("count", op => op.Count, (op, value) => op with { Count = value }));

    /// <summary>Number of results.</summary>
    public int Count { get; init; } = 1;

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        int count = operands.ResultCount(Count);
        TensorType input = operands.RankAtLeast(1, 1);
        Shape part = Dimensions.AllUnknown(input.Shape.Rank);
        if (operands.Integer(0) is { } given)
        {
            int axis = operands.Axis(given, input.Shape.Rank);
            int size = input.Shape[axis];
            if (size != Shape.Unknown && size % count != 0)
                throw operands.Wrong($"dimension {axis} of {operands.Describe(1)}", $"a multiple of {count}", $"{input}");
            part = input.Shape.With(axis, size == Shape.Unknown ? size : size / count);
        }
        return [.. Enumerable.Repeat(input.Moved(part), count)];
    }
}
