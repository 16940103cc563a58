using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Inserts a dimension of 1.</summary>
public sealed record ExpandDims : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<ExpandDims> Row { get; } = new(
        "ExpandDims",
        ["input", "axis"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands[0];
        int rank = input.Shape.Rank + 1;
        if (operands.Integer(1) is not { } given)
            return input.Moved(Dimensions.AllUnknown(rank)).One();
        int axis = operands.Axis(given, rank);
        return input.Moved([.. input.Shape.Take(axis), 1, .. input.Shape.Skip(axis)]).One();
    }
}
