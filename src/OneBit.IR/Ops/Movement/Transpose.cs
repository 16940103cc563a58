using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Result dimension i is input dimension permutation[i].</summary>
public sealed record Transpose : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Transpose> Row { get; } = new(
        "Transpose",
        ["input", "permutation"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
