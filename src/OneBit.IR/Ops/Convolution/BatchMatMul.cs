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
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        Shape left = operands.RankAtLeast(0, 2).Shape;
        Shape right = operands.RankAtLeast(1, 2).Shape;
        DType element = operands.Elements(0, DType.Float32, DType.Int8, DType.Int16, DType.Int32).Element;
        if (element == DType.Float32)
            operands.Elements(1, DType.Float32, DType.Int8);
        else
            operands.SameElements(0, 1);
        (int rows, int inner) = AdjointLeft ? (left[^1], left[^2]) : (left[^2], left[^1]);
        (int depth, int columns) = AdjointRight ? (right[^1], right[^2]) : (right[^2], right[^1]);
        operands.SameSize("an inner dimension of right of", inner, depth);
        Shape batch = Broadcasting.Common([.. left.Dimensions[..^2]], [.. right.Dimensions[..^2]])
            ?? throw operands.Wrong("batches that broadcast with", $"{operands[0]}", $"{operands[1]}");
        return element.Of([.. batch, rows, columns]);
    }
}
