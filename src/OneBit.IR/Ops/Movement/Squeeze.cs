using System.Collections.Immutable;
using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Drops dimensions of 1: those given, or all.</summary>
public sealed record Squeeze : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Squeeze> Row { get; } = new(
        "Squeeze",
        ["input"],
        Attribute<Squeeze>.Ints("axes", op => op.Axes, (op, value) => op with { Axes = value }));

    /// <summary>The axes; negative ones count from the end.</summary>
    public ImmutableArray<int> Axes { get; init; } = [];

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands[0];
        if (Axes.IsEmpty && !input.Shape.IsStatic)
            throw new UnsupportedModelException($"{Row.Name} needs axes: which dimensions of {input} are 1 is not known", $"{Row.Name} of unknown rank") { OpName = Row.Name };
        var dropped = new bool[input.Shape.Rank];
        foreach (int given in Axes)
        {
            int axis = operands.Axis(given, input.Shape.Rank);
            operands.SameSize($"dimension {axis} of {operands.Describe(0)} of", 1, input.Shape[axis]);
            dropped[axis] = true;
        }
        return input.Moved([.. input.Shape.Where((d, i) => Axes.IsEmpty ? d != 1 : !dropped[i])]).One();
    }
}
