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
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands[0];
        Shape shape = operands.Integers(1) is { } given ? operands.ShapeOf(1, given) : Dimensions.AllUnknown(operands.KnownLength(1));
        return Broadcasting.Fits(input.Shape, shape)
            ? input.Moved(shape).One()
            : throw operands.Wrong(operands.Describe(0), $"that broadcasts to {shape}", $"{input}");
    }
}
