using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>
/// A model: inputs, nodes in an order of execution, outputs. Built by <see cref="AddInput"/>, <see cref="Emit(Op, Value?[])"/> and <see cref="SetOutputs"/>;
/// rewritten by the pass driver, which alone moves, replaces and removes nodes.
/// </summary>
public sealed class Graph(string name = "main")
{
    private readonly List<Value> inputs = [];
    private readonly List<Value> outputs = [];
    private List<Node> nodes = [];

    /// <summary>Name of the graph.</summary>
    public string Name { get; set; } = name;

    /// <summary>What the model's author wrote about it.</summary>
    public string? Description { get; set; }

    /// <summary>The layers of the user's model that nodes added from now on stem from. Importers set it layer by layer.</summary>
    public IReadOnlyList<string> Origins { get; set; } = [];

    /// <summary>Named blobs that a file carries along, in the file's order.</summary>
    public IList<KeyValuePair<string, ReadOnlyMemory<byte>>> Metadata { get; } = [];

    /// <summary>Names for callers.</summary>
    public IList<Signature> Signatures { get; } = [];

    /// <summary>The inputs, in the model's order.</summary>
    public IReadOnlyList<Value> Inputs => inputs;

    /// <summary>The outputs, in the model's order; a value may be there twice, and may be an input.</summary>
    public IReadOnlyList<Value> Outputs => outputs;

    /// <summary>The nodes; every operand is an input or a result of an earlier node.</summary>
    public IReadOnlyList<Node> Nodes => nodes;

    /// <summary>Adds an input.</summary>
    public Value AddInput(TensorType type, string? name = null)
    {
        var value = new Value(producer: null, inputs.Count, type) { Name = name };
        inputs.Add(value);
        return value;
    }

    /// <summary>Adds a constant.</summary>
    public Value Emit(Literal value, string? name = null)
    {
        Value result = Emit(new Constant { Value = value });
        result.Name = name;
        return result;
    }

    /// <summary>Adds a node for an op with one result, whose type is inferred.</summary>
    /// <exception cref="ModelFormatException">The operands do not fit.</exception>
    public Value Emit(Op op, params Value?[] operands) => Add(op, operands).Results[0];

    /// <summary>Adds a node. Types are inferred; <paramref name="declared"/> ones supply what cannot be (unknown dimensions, quantization) and must agree otherwise.</summary>
    /// <exception cref="ModelFormatException">The operands do not fit, or a declared type contradicts the inferred one.</exception>
    public Node Add(Op op, IReadOnlyList<Value?> operands, IReadOnlyList<TensorType>? declared = null)
    {
        var node = new Node(op, operands, TypeInference.ResultTypes(op, operands, declared)) { Origins = Origins };
        nodes.Add(node);
        return node;
    }

    /// <summary>Sets the outputs.</summary>
    public void SetOutputs(params IReadOnlyList<Value> values)
    {
        foreach (Value output in outputs)
            output.OutputUses--;
        outputs.Clear();
        outputs.AddRange(values);
        foreach (Value output in outputs)
            output.OutputUses++;
    }

    /// <summary>Makes every reader of <paramref name="old"/>, and every output that is it, read <paramref name="replacement"/> instead.</summary>
    public void ReplaceUses(Value old, Value replacement)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(replacement);
        if (ReferenceEquals(old, replacement))
            return;
        foreach (Node user in old.Users.Distinct().ToArray())
            user.Replace(old, replacement);
        if (old.OutputUses > 0)
            SetOutputs([.. outputs.Select(o => ReferenceEquals(o, old) ? replacement : o)]);
    }

    /// <summary>Completes the inferred type of <paramref name="value"/>, a node's result, by what was declared for the value that it stands for. For pass drivers.</summary>
    /// <exception cref="ModelFormatException">The declared type contradicts the inferred one.</exception>
    public static void Declare(Value value, TensorType declared)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(declared);
        if (value.Producer is not { } node)
            throw new ArgumentException("a graph input has no inferred type", nameof(value));
        TensorType[] types = [.. node.Results.Select(r => ReferenceEquals(r, value) ? declared : r.Type)];
        value.Type = TypeInference.ResultTypes(node.Op, node.Operands, types)[value.Index];
    }

    /// <summary>
    /// Where nothing reads the results of <paramref name="node"/>, takes it off the users of its operands, and likewise the nodes that only it read.
    /// They stay in <see cref="Nodes"/> until <see cref="Reorder"/> or <see cref="RemoveDeadNodes"/> drops them. For pass drivers.
    /// </summary>
    /// <returns>What was taken off, readers before what they read.</returns>
    public static IReadOnlyList<Node> Release(Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var released = new List<Node>();
        var candidates = new Stack<Node>([node]);
        while (candidates.TryPop(out Node? candidate))
        {
            if (candidate.IsDetached || !candidate.IsUnused)
                continue;
            candidate.Detach();
            released.Add(candidate);
            foreach (Value? operand in candidate.Operands)
            {
                if (operand?.Producer is { } producer)
                    candidates.Push(producer);
            }
        }
        return released;
    }

    /// <summary>
    /// Puts the nodes into <paramref name="order"/>, dropping those that are missing there; dropped nodes must be unused. For pass drivers.
    /// </summary>
    public void Reorder(IEnumerable<Node> order)
    {
        List<Node> kept = [.. order];
        var keep = new HashSet<Node>(kept);
        foreach (Node node in nodes)
        {
            if (!keep.Contains(node))
                node.Detach();
        }
        nodes = kept;
    }

    /// <summary>Removes nodes that nothing reads, directly or indirectly. Inputs stay.</summary>
    /// <returns>Number of nodes removed.</returns>
    public int RemoveDeadNodes()
    {
        int before = nodes.Count;
        var live = new List<Node>(nodes.Count);
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            if (nodes[i].IsUnused)
                nodes[i].Detach();
            else
                live.Add(nodes[i]);
        }
        live.Reverse();
        nodes = live;
        return before - nodes.Count;
    }
}
