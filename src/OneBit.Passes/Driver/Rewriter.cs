using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>What a rule may do: emit nodes, which go right before the node that it replaces. Replacing, removing and naming are the driver's.</summary>
public sealed class Rewriter
{
    private readonly Graph graph;
    private readonly List<Node> emitted = [];

    internal Rewriter(Graph graph) => this.graph = graph;

    internal IReadOnlyList<Node> Emitted => emitted;

    /// <summary>A node of one result, whose type is inferred. The result that stands for the root takes over its name and declared type.</summary>
    public Value Emit(Op op, params IReadOnlyList<Value?> operands) => Add(op, operands).Results[0];

    /// <summary>A node of one result, with the dimensions and the quantization of <paramref name="declared"/>.</summary>
    public Value Emit(Op op, TensorType declared, params IReadOnlyList<Value?> operands) => Add(op, operands, [declared]).Results[0];

    /// <summary>A constant.</summary>
    public Value Emit(Literal value) => Emit(new Constant { Value = value });

    /// <summary>A node of any number of results.</summary>
    /// <exception cref="PassException">The operands do not fit the op: a fault of the rule.</exception>
    public Node Add(Op op, IReadOnlyList<Value?> operands, IReadOnlyList<TensorType>? declared = null)
    {
        ArgumentNullException.ThrowIfNull(op);
        ArgumentNullException.ThrowIfNull(operands);
        try
        {
            Node node = graph.Add(op, operands, declared);
            emitted.Add(node);
            return node;
        }
        catch (ModelFormatException e)
        {
            throw new PassException($"emitted an ill-formed {op.Schema.Name}: {e.Message}", e);
        }
    }

    /// <summary>Ends a rule's turn: what it emitted and nothing reads is no longer a user of anything.</summary>
    internal void Forget()
    {
        for (int i = emitted.Count - 1; i >= 0; i--)
            Graph.Release(emitted[i]);
        emitted.Clear();
    }
}
