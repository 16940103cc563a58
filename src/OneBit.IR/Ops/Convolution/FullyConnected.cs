using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Dense layer: y = act(x·wᵀ + bias), filter [out, in]. Without keep_dims the input is flattened to [batch, in].</summary>
public sealed record FullyConnected : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<FullyConnected> Row { get; } = new(
        "FullyConnected",
        ["input", "filter", "bias?"],
        Attribute<FullyConnected>.Enum("activation", op => op.Activation, (op, value) => op with { Activation = value }),
        Attribute<FullyConnected>.Bool("keep_dims", op => op.KeepDims, (op, value) => op with { KeepDims = value }));

    /// <summary>Clamp behind the op.</summary>
    public Activation Activation { get; init; }

    /// <summary>Whether dimensions that are summed away stay.</summary>
    public bool KeepDims { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        Shape input = operands.RankAtLeast(0, 1).Shape;
        Shape filter = operands.Rank(1, 2).Shape;
        DType element = operands.Contraction(0, 1, 2, axis: 0);
        int kept = KeepDims ? input.Rank - 1 : Flattened(input, filter[1]);
        if (kept < 0 || !Dimensions.Agree(Dimensions.Product(input.Dimensions[kept..]), filter[1]))
            throw operands.Wrong("trailing input dimensions that make up", $"{filter[1]}", $"{operands[0]}");
        return element.Of(KeepDims ? input.With(kept, filter[0]) : [checked((int)Dimensions.Product(input.Dimensions[..kept])), filter[0]]);
    }

    // The fewest trailing dimensions that may make up a row of the filter; -1 where none do.
    private static int Flattened(Shape input, int size)
    {
        int kept = input.Rank - 1;
        while (kept >= 0 && !Dimensions.Agree(Dimensions.Product(input.Dimensions[kept..]), size))
            kept--;
        return kept;
    }
}
