using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Cuts a tensor into parts of given sizes along an axis; one size may be −1.</summary>
public sealed record SplitV : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<SplitV> Row { get; } = new(
        "SplitV",
        ["input", "sizes", "axis"],
        Attribute<SplitV>.Int("count", op => op.Count, (op, value) => op with { Count = value }));

    /// <summary>Number of results.</summary>
    public int Count { get; init; } = 1;

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        int count = operands.ResultCount(Count);
        TensorType input = operands.RankAtLeast(0, 1);
        long[]? sizes = operands.IntegersFor(1, count);
        if (operands.Integer(2) is not { } given)
            return [.. Enumerable.Repeat(input.Moved(Dimensions.AllUnknown(input.Shape.Rank)), count)];
        int axis = operands.Axis(given, input.Shape.Rank);
        if (sizes is null)
            return [.. Enumerable.Repeat(input.Moved(input.Shape.With(axis, Shape.Unknown)), count)];
        return [.. Filled(operands, sizes, input.Shape[axis]).Select(size => input.Moved(input.Shape.With(axis, checked((int)size))))];
    }

    private static long[] Filled(Operands operands, long[] sizes, int total)
    {
        int open = Array.IndexOf(sizes, -1);
        if (sizes.Any(s => s < -1) || Array.LastIndexOf(sizes, -1) != open)
            throw operands.Wrong(operands.Describe(1), "with at most one −1 and nothing below", $"[{string.Join(',', sizes)}]");
        long sum = sizes.Where(s => s > 0).Aggregate(0L, (a, b) => checked(a + b));
        if (total == Shape.Unknown)
            return sizes;
        if (open < 0 ? sum != total : sum > total)
            throw operands.Wrong($"{operands.Describe(1)} that add up to", $"{total}", $"{sum}");
        return [.. sizes.Select(s => s < 0 ? total - sum : s)];
    }
}
