using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Repeats a tensor to a larger shape by the rules of broadcasting.</summary>
public sealed record BroadcastTo : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<BroadcastTo> Row { get; } = new(
        "BroadcastTo",
        ["input", "shape"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
