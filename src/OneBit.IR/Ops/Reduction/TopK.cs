using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>The largest elements along the last dimension, in descending order, and their indices (int32); the lower index first on ties.</summary>
public sealed record TopK : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<TopK> Row { get; } = new(
        "TopK",
        ["input", "count"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
