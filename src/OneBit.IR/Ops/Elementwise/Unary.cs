using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Functions of one element.</summary>
public enum UnaryKind
{
    /// <summary>|x|.</summary>
    Abs,

    /// <summary>−x.</summary>
    Neg,

    /// <summary>eˣ.</summary>
    Exp,

    /// <summary>ln x.</summary>
    Log,

    /// <summary>√x.</summary>
    Sqrt,

    /// <summary>1/√x.</summary>
    Rsqrt,

    /// <summary>x².</summary>
    Square,

    /// <summary>sin x.</summary>
    Sin,

    /// <summary>cos x.</summary>
    Cos,

    /// <summary>tanh x.</summary>
    Tanh,

    /// <summary>1/(1 + e⁻ˣ).</summary>
    Logistic,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x clamped to [0, 6].</summary>
    Relu6,

    /// <summary>x clamped to [−1, 1].</summary>
    ReluN1To1,

    /// <summary>x·relu6(x + 3)/6.</summary>
    HardSwish,

    /// <summary>x ≥ 0 ? x : eˣ − 1.</summary>
    Elu,

    /// <summary>x·Φ(x), by the error function.</summary>
    Gelu,

    /// <summary>x·Φ(x), approximated by tanh.</summary>
    GeluTanh,

    /// <summary>⌊x⌋.</summary>
    Floor,

    /// <summary>⌈x⌉.</summary>
    Ceil,

    /// <summary>Nearest integer, half to even.</summary>
    Round,

    /// <summary>−1, 0 or 1.</summary>
    Sign,

    /// <summary>not x.</summary>
    LogicalNot,

    /// <summary>0.</summary>
    ZerosLike,
}

/// <summary>A function of each element.</summary>
public sealed record Unary : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Unary> Row { get; } = new(
        "Unary",
        ["input"],
        Attribute<Unary>.Enum("kind", op => op.Kind, (op, value) => op with { Kind = value }));

    /// <summary>Which function.</summary>
    public UnaryKind Kind { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = Kind switch
        {
            UnaryKind.LogicalNot => operands.Elements(0, DType.Bool),
            UnaryKind.ZerosLike => operands[0],
            UnaryKind.Abs or UnaryKind.Neg or UnaryKind.Square or UnaryKind.Sign or UnaryKind.Relu or UnaryKind.Relu6 or UnaryKind.ReluN1To1 => operands.Number(0),
            _ => operands.Real(0),
        };
        return input.Element.Of(input.Shape);
    }
}
