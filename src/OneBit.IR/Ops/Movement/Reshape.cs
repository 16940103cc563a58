using System.Collections.Immutable;
using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>The same elements under another shape; one dimension may be −1. The operand counts, the attribute where there is none.</summary>
public sealed record Reshape : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Reshape> Row { get; } = new(
        "Reshape",
        ["input", "shape?"],
        Attribute<Reshape>.Ints("shape", op => op.Shape, (op, value) => op with { Shape = value }));

    /// <summary>The new shape, where it is no operand.</summary>
    public ImmutableArray<int> Shape { get; init; } = [];

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
