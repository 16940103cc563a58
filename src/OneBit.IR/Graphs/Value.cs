using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>
/// A tensor of the graph: a graph input, or one result of a node. Matches as <c>(op, [operand, …])</c>, so a rule's pattern reads like the expression that it replaces.
/// </summary>
public sealed class Value
{
    private readonly List<Node> users = [];

    internal Value(Node? producer, int index, TensorType type)
    {
        Producer = producer;
        Index = index;
        Type = type;
    }

    /// <summary>The node that computes this value; null for a graph input.</summary>
    public Node? Producer { get; }

    /// <summary>Which result of <see cref="Producer"/>, or which graph input.</summary>
    public int Index { get; }

    /// <summary>Element type, shape, quantization.</summary>
    public TensorType Type { get; internal set; }

    /// <summary>The model's name for the tensor; need not be unique.</summary>
    public string? Name { get; set; }

    /// <summary>The op that computes this value; null for a graph input.</summary>
    public Op? Op => Producer?.Op;

    /// <summary>The values where this is a constant.</summary>
    public Literal? Constant => (Producer?.Op as Constant)?.Value;

    /// <summary>Nodes that read this value, once per operand.</summary>
    public IReadOnlyList<Node> Users => users;

    /// <summary>Times that this value is an output of the graph.</summary>
    public int OutputUses { get; internal set; }

    /// <summary>True where exactly one operand, and no graph output, reads this value.</summary>
    public bool HasOneUse => users.Count == 1 && OutputUses == 0;

    /// <summary>True where nothing reads this value.</summary>
    public bool IsUnused => users.Count == 0 && OutputUses == 0;

    /// <summary>For patterns: the op (null for a graph input) and its operands.</summary>
    public void Deconstruct(out Op? op, out IReadOnlyList<Value?> operands)
    {
        op = Producer?.Op;
        operands = Producer?.Operands ?? [];
    }

    /// <inheritdoc/>
    public override string ToString() => $"%{Name ?? Producer?.Op.Schema.Name ?? "input"}: {Type}";

    internal void AddUser(Node node) => users.Add(node);

    internal void RemoveUser(Node node) => users.Remove(node);
}
