using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>One application of an op: operands in, results out.</summary>
public sealed class Node
{
    private readonly Value?[] operands;

    internal Node(Op op, IReadOnlyList<Value?> operands, IReadOnlyList<TensorType> types)
    {
        Op = op;
        this.operands = [.. operands];
        var results = new Value[types.Count];
        for (int i = 0; i < results.Length; i++)
            results[i] = new Value(this, i, types[i]);
        Results = results;
        foreach (Value? operand in operands)
            operand?.AddUser(this);
    }

    /// <summary>What is done.</summary>
    public Op Op { get; }

    /// <summary>What it is done to; null where an optional operand is absent.</summary>
    public IReadOnlyList<Value?> Operands => operands;

    /// <summary>What comes out.</summary>
    public IReadOnlyList<Value> Results { get; }

    /// <summary>The layers of the user's model that the node stems from, the one whose weights it holds first. Pass drivers keep it up.</summary>
    public IReadOnlyList<string> Origins { get; set; } = [];

    /// <summary>True where nothing reads any of the results.</summary>
    public bool IsUnused => Results.All(r => r.IsUnused);

    /// <summary>True where the node is no longer among the users of its operands.</summary>
    internal bool IsDetached { get; private set; }

    /// <inheritdoc/>
    public override string ToString() => $"{string.Join(", ", Results)} = {Op.Schema.Name}";

    internal void Replace(Value old, Value replacement)
    {
        for (int i = 0; i < operands.Length; i++)
        {
            if (!ReferenceEquals(operands[i], old))
                continue;
            operands[i] = replacement;
            old.RemoveUser(this);
            replacement.AddUser(this);
        }
    }

    internal void Detach()
    {
        IsDetached = true;
        foreach (Value? operand in operands)
            operand?.RemoveUser(this);
    }
}
