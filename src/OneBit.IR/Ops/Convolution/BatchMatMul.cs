using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Matrix products over the last two dimensions, the others broadcast; an adjoint operand is transposed first.</summary>
public sealed record BatchMatMul : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<BatchMatMul> Row { get; } = new(
        "BatchMatMul",
        ["left", "right"],
        Attribute<BatchMatMul>.Bool("adjoint_left", op => op.AdjointLeft, (op, value) => op with { AdjointLeft = value }),
        Attribute<BatchMatMul>.Bool("adjoint_right", op => op.AdjointRight, (op, value) => op with { AdjointRight = value }));

    /// <summary>Transpose the left operand.</summary>
    public bool AdjointLeft { get; init; }

    /// <summary>Transpose the right operand.</summary>
    public bool AdjointRight { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
