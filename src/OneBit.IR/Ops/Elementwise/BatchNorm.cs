using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>The two ways in which Keras computes a batch normalization at inference.</summary>
public enum BatchNormForm
{
    /// <summary>(x − mean)·g + beta: what TensorFlow's fused kernel does with images and volumes (rank 4 and 5).</summary>
    Centered,

    /// <summary>x·g + (beta − mean·g): all other ranks, and Keras 3.</summary>
    Folded,
}

/// <summary>
/// Batch normalization at inference along the last dimension, with g = r·gamma and r = 1/√(variance + epsilon): each operation rounded to float32, r itself correctly rounded.
/// Absent gamma is 1, absent beta 0. With <see cref="BatchNormForm.Centered"/> x = mean gives exactly beta.  (F10)
/// </summary>
public sealed record BatchNorm : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<BatchNorm> Row { get; } = new(
        "BatchNorm",
        ["input", "mean", "variance", "gamma?", "beta?"],
        Attribute<BatchNorm>.Float("epsilon", op => op.Epsilon, (op, value) => op with { Epsilon = value }),
        Attribute<BatchNorm>.Enum("form", op => op.Form, (op, value) => op with { Form = value }));

    /// <summary>Added to the variance.</summary>
    public float Epsilon { get; init; } = 1e-3f;

    /// <summary>Order of the roundings.</summary>
    public BatchNormForm Form { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands.Elements(0, DType.Float32);
        operands.RankAtLeast(0, 1);
        for (int i = 1; i <= 4; i++)
        {
            if (i > 2 && !operands.Has(i))
                continue;
            operands.Elements(i, DType.Float32);
            operands.SameSize($"{operands.Describe(i)} of length", input.Shape[^1], operands.Rank(i, 1).Shape[0]);
        }
        return input.Element.Of(input.Shape);
    }
}
