using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>The largest elements along the last dimension, in descending order, and their indices (int32); the lower index first on ties.</summary>
public sealed record TopK : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<TopK> Row { get; } = new(
        "TopK",
        ["input", "count"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands.Number(0);
        int last = operands.RankAtLeast(0, 1).Shape[^1];
        long count = operands.Integer(1) ?? Shape.Unknown;
        if (operands.Constant(1) is not null && (count < 0 || (last != Shape.Unknown && count > last)))
            throw operands.Wrong(operands.Describe(1), last == Shape.Unknown ? "of 0 or more" : $"in 0 to {last}", $"{count}");
        Shape shape = input.Shape.With(input.Shape.Rank - 1, checked((int)count));
        return [input.Moved(shape), new TensorType(DType.Int32, shape)];
    }
}
