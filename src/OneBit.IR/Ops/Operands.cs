using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>The operands of a node as type inference sees them: types, and values where they are constant.</summary>
public readonly struct Operands(Op op, IReadOnlyList<Value?> values)
{
    /// <summary>Number of operands, absent ones included.</summary>
    public int Count => values.Count;

    /// <summary>Name of the kind of op.</summary>
    public string OpName => op.Schema.Name;

    /// <summary>True where operand <paramref name="index"/> is given.</summary>
    public bool Has(int index) => index < values.Count && values[index] is not null;

    /// <summary>The type of operand <paramref name="index"/>.</summary>
    /// <exception cref="ModelFormatException">The operand is absent.</exception>
    public TensorType this[int index] =>
        Has(index) ? values[index]!.Type : throw Error($"has no {op.Schema.OperandName(index)}");

    /// <summary>The value of operand <paramref name="index"/> where it is a constant.</summary>
    public Literal? Constant(int index) => Has(index) ? values[index]!.Constant : null;

    /// <summary>The name of operand <paramref name="index"/>, for messages: as the op calls it and as the model calls it.</summary>
    public string Describe(int index) => values[index]?.Name is { Length: > 0 } name ? $"{op.Schema.OperandName(index)} '{name}'" : op.Schema.OperandName(index);

    /// <summary>An error about this op: its name, then <paramref name="message"/>.</summary>
    public ModelFormatException Error(string message, string? expected = null, string? actual = null) =>
        new($"{op.Schema.Name} {message}") { OpName = op.Schema.Name, Expected = expected, Actual = actual };
}
