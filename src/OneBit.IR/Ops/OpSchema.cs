namespace OneBit.IR;

/// <summary>
/// What is common to all ops of a kind. Operand names end in <c>?</c> where the operand may be absent, and the last one in <c>*</c> where it repeats.
/// </summary>
public abstract class OpSchema
{
    private protected OpSchema(string name, IReadOnlyList<string> operands)
    {
        Name = name;
        Operands = operands;
    }

    /// <summary>Name in the text form, in messages and in reports.</summary>
    public string Name { get; }

    /// <summary>Operand names in order, with <c>?</c> or <c>*</c>.</summary>
    public IReadOnlyList<string> Operands { get; }

    /// <summary>Attributes in the order in which they are printed.</summary>
    public abstract IReadOnlyList<OpAttribute> Attributes { get; }

    /// <summary>An op of this kind with every attribute at its default.</summary>
    public abstract Op Default { get; }

    /// <summary>Fewest operands that an op of this kind takes.</summary>
    public int MinOperands => Operands.Count(o => !o.EndsWith('?') && !o.EndsWith('*'));

    /// <summary>True where <paramref name="count"/> operands are not too few and not too many.</summary>
    public bool Accepts(int count) => count >= MinOperands && (count <= Operands.Count || (Operands.Count > 0 && Operands[^1].EndsWith('*')));

    /// <summary>True where operand <paramref name="index"/> may be absent.</summary>
    public bool IsOptional(int index) => index < Operands.Count && Operands[index].EndsWith('?');

    /// <summary>The bare name of operand <paramref name="index"/>.</summary>
    public string OperandName(int index) => Operands.Count == 0 ? $"operand {index}" : Operands[Math.Min(index, Operands.Count - 1)].TrimEnd('?', '*');

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <inheritdoc cref="OpSchema"/>
public sealed class OpSchema<T>(string name, IReadOnlyList<string> operands, params IReadOnlyList<OpAttribute<T>> attributes) : OpSchema(name, operands)
    where T : Op, new()
{
    /// <inheritdoc/>
    public override IReadOnlyList<OpAttribute> Attributes => attributes;

    /// <inheritdoc/>
    public override Op Default { get; } = new T();
}
