using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>x − max − log Σ exp(x − max) along the last dimension.</summary>
public sealed record LogSoftmax : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<LogSoftmax> Row { get; } = new(
        "LogSoftmax",
        ["input"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        operands.RankAtLeast(0, 1);
        TensorType input = operands.Real(0);
        return input.Element.Of(input.Shape);
    }
}
