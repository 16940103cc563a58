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
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
