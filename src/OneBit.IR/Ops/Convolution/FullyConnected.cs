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
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
