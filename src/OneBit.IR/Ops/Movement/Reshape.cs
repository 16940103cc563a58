using System.Collections.Immutable;
using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>The same elements under another shape; one dimension may be −1. The operand counts, the attribute where there is none.</summary>
public sealed record Reshape : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Reshape> Row { get; } = new(
        "Reshape",
        ["input", "shape?"],
        Attribute<Reshape>.Ints("shape", op => op.Shape, (op, value) => op with { Shape = value }));

    /// <summary>The new shape, where it is no operand.</summary>
    public ImmutableArray<int> Shape { get; init; } = [];

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands[0];
        if (input.Element == DType.Bits && (operands.Has(1) ? operands[1].Shape is [0] : Shape.Length == 0))
            throw operands.Wrong("for bits a shape", "of rank 1 or more", "rank 0");
        if (!operands.Has(1))
            return input.Moved(Target(operands, input.Shape, [.. Shape.Select(d => (long)d)])).One();
        return operands.Integers(1) is { } shape
            ? input.Moved(Target(operands, input.Shape, shape)).One()
            : input.Moved(Dimensions.AllUnknown(operands.KnownLength(1))).One();
    }

    private static Shape Target(Operands operands, Shape input, long[] target)
    {
        int open = Array.IndexOf(target, -1);
        if (target.Any(d => d < -1) || Array.LastIndexOf(target, -1) != open)
            throw operands.Wrong("a shape", "with at most one −1 and nothing below", $"[{string.Join(',', target)}]");
        Shape shape = [.. target.Select(d => checked((int)d))];
        long count = Dimensions.Product(input.Dimensions);
        if (open < 0)
        {
            operands.SameSize($"for {shape} elements, in number", Dimensions.Product(shape.Dimensions), count);
            return shape;
        }
        long known = Dimensions.Product(shape.With(open, 1).Dimensions);
        if (count == Tensors.Shape.Unknown)
            return shape;
        if (known == 0 || count % known != 0)
            throw operands.Wrong("elements, in number,", $"a multiple of {known}", $"{count}");
        return shape.With(open, checked((int)(count / known)));
    }
}
