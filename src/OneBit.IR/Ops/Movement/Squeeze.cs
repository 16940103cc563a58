using System.Collections.Immutable;
using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Drops dimensions of 1: those given, or all.</summary>
public sealed record Squeeze : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Squeeze> Row { get; } = new(
        "Squeeze",
        ["input"],
        Attribute<Squeeze>.Ints("axes", op => op.Axes, (op, value) => op with { Axes = value }));

    /// <summary>The axes; negative ones count from the end.</summary>
    public ImmutableArray<int> Axes { get; init; } = [];

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
