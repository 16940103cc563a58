using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>A tensor known beforehand: a weight, an axis, a shape.</summary>
public sealed record Constant : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Constant> Row { get; } = new("Constant", []);

    /// <summary>The values.</summary>
    public Literal Value { get; init; } = Literal.Scalar(0f);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => [Value.Type];
}
