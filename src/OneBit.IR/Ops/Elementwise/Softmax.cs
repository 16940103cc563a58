using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>exp(beta·(x − max)) / Σ along the last dimension.</summary>
public sealed record Softmax : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Softmax> Row { get; } = new(
        "Softmax",
        ["input"],
        Attribute<Softmax>.Float("beta", op => op.Beta, (op, value) => op with { Beta = value }),
        Attribute<Softmax>.Bool("wide", op => op.Wide, (op, value) => op with { Wide = value }));

    /// <summary>Factor of the exponents.</summary>
    public float Beta { get; init; } = 1f;

    /// <summary>Whether int8 codes give int16 codes.</summary>
    public bool Wide { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        operands.RankAtLeast(0, 1);
        TensorType input = operands.Real(0);
        return (Wide && input.Element == DType.Int8 ? DType.Int16 : input.Element).Of(input.Shape);
    }
}
