using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>x ≥ 0 ? x : alpha·x, alpha broadcast.</summary>
public sealed record PRelu : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<PRelu> Row { get; } = new(
        "PRelu",
        ["input", "alpha"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands.Real(0);
        operands.SameElements(0, 1);
        return input.Element.Of(operands.Broadcast(0, 1));
    }
}
