using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>x ≥ 0 ? x : alpha·x.</summary>
public sealed record LeakyRelu : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<LeakyRelu> Row { get; } = new(
        "LeakyRelu",
        ["input"],
        Attribute<LeakyRelu>.Float("alpha", op => op.Alpha, (op, value) => op with { Alpha = value }));

    /// <summary>Slope below 0.</summary>
    public float Alpha { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands.Real(0);
        return input.Element.Of(input.Shape);
    }
}
