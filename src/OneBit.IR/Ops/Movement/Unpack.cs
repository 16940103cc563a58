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
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
