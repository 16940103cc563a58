using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>What a node does: a record of attributes. Operands live on <see cref="Value"/>s, so <c>conv with { Activation = … }</c> keeps all else.</summary>
public abstract record Op
{
    /// <summary>Name, operands and attributes of this kind of op.</summary>
    public abstract OpSchema Schema { get; }

    /// <summary>
    /// The types of the results, from the types of the operands and the values of constant ones.
    /// Dimensions that hang on operands that are not constant are <see cref="Shape.Unknown"/>. Quantization is inferred only where values are moved unchanged.
    /// </summary>
    /// <exception cref="ModelFormatException">The operands do not fit the op or one another.</exception>
    public abstract IReadOnlyList<TensorType> Infer(Operands operands);
}
