using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>A tensor of one value.</summary>
public sealed record Fill : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Fill> Row { get; } = new(
        "Fill",
        ["shape", "value"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
