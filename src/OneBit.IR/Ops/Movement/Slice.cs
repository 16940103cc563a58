using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>The block of the given size from begin; size −1 means up to the end.</summary>
public sealed record Slice : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Slice> Row { get; } = new(
        "Slice",
        ["input", "begin", "size"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
