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
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
