using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>What a pooling window gives.</summary>
public enum PoolKind
{
    /// <summary>The largest.</summary>
    Max,

    /// <summary>The mean.</summary>
    Average,
}

/// <summary>Pooling over windows, NHWC; padding takes no part, neither in the maximum nor in the count of the average.</summary>
public sealed record Pool2D : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Pool2D> Row { get; } = new(
        "Pool2D",
        ["input"],
        Attribute<Pool2D>.Enum("kind", op => op.Kind, (op, value) => op with { Kind = value }),
        Attribute<Pool2D>.Size("filter", op => op.Filter, (op, value) => op with { Filter = value }),
        Attribute<Pool2D>.Size("stride", op => op.Stride, (op, value) => op with { Stride = value }),
        Attribute<Pool2D>.Enum("padding", op => op.Padding, (op, value) => op with { Padding = value }),
        Attribute<Pool2D>.Enum("activation", op => op.Activation, (op, value) => op with { Activation = value }));

    /// <summary>Which function.</summary>
    public PoolKind Kind { get; init; }

    /// <summary>Size of the window.</summary>
    public Size2D Filter { get; init; } = Size2D.One;

    /// <summary>Step between windows.</summary>
    public Size2D Stride { get; init; } = Size2D.One;

    /// <summary>Treatment of the border.</summary>
    public Padding Padding { get; init; }

    /// <summary>Clamp behind the op.</summary>
    public Activation Activation { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType type = Kind == PoolKind.Max ? operands.Number(0) : operands.Real(0);
        Shape input = operands.Rank(0, 4).Shape;
        (int height, int width) = operands.Window(input, Filter, Stride, Size2D.One, Padding);
        Shape output = [input[0], height, width, input[3]];
        return Kind == PoolKind.Max ? type.Moved(output).One() : type.Element.Of(output);
    }
}
