using System.Diagnostics;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Computes a graph in plain loops, one per op: the definition of correct, the constant folder, and the fallback step of the runtime.</summary>
public static class ReferenceExecutor
{
    /// <summary>Computes the outputs of <paramref name="graph"/>.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">One tensor per graph input, of its type.</param>
    /// <param name="cancellationToken">Checked before each node.</param>
    /// <returns>One tensor per graph output.</returns>
    /// <exception cref="ArgumentException">The inputs are not those of the graph.</exception>
    /// <exception cref="ModelFormatException">An operand that is known only now does not fit its op (an index out of range, a shape that contradicts the model).</exception>
    public static IReadOnlyList<Literal> Run(Graph graph, IReadOnlyList<Literal> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(inputs);
        CheckInputs(graph, inputs);
        var values = new Dictionary<Value, Literal>(graph.Nodes.Count + inputs.Count);
        for (int i = 0; i < inputs.Count; i++)
            values[graph.Inputs[i]] = inputs[i].As(graph.Inputs[i].Type with { Shape = inputs[i].Type.Shape });
        for (int n = 0; n < graph.Nodes.Count; n++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Node node = graph.Nodes[n];
            IReadOnlyList<Literal> results = Evaluate(node.Op, [.. node.Operands.Select(o => o is null ? null : values[o])], [.. node.Results.Select(r => r.Type)]);
            for (int i = 0; i < results.Count; i++)
                values[node.Results[i]] = results[i];
        }
        return [.. graph.Outputs.Select(o => values[o])];
    }

    /// <summary>Computes one op.</summary>
    /// <param name="op">The op.</param>
    /// <param name="operands">Its operands; null where an optional one is absent.</param>
    /// <param name="types">Types of its results, with element type and quantization; dimensions may be unknown.</param>
    /// <exception cref="ModelFormatException">The operands do not fit the op or the types.</exception>
    /// <exception cref="UnsupportedModelException">The op is not defined for these element types.</exception>
    public static IReadOnlyList<Literal> Evaluate(Op op, IReadOnlyList<Literal?> operands, IReadOnlyList<TensorType> types)
    {
        ArgumentNullException.ThrowIfNull(op);
        ArgumentNullException.ThrowIfNull(operands);
        ArgumentNullException.ThrowIfNull(types);
        if (op is Constant constant)
            return [constant.Value];
        if (!Evaluators.Table.TryGetValue(op.GetType(), out Evaluator? evaluate))
            throw new UnreachableException($"the reference executor has no row for {op.Schema.Name}");
        try
        {
            return evaluate(op, new Call(op, operands, ResultTypes(op, operands, types)));
        }
        catch (OverflowException overflow)
        {
            throw new ModelFormatException($"{op.Schema.Name}: a size is larger than any memory", overflow) { OpName = op.Schema.Name };
        }
    }

    // With every operand known, inference knows every dimension.
    private static IReadOnlyList<TensorType> ResultTypes(Op op, IReadOnlyList<Literal?> operands, IReadOnlyList<TensorType> declared)
    {
        var scratch = new Graph(op.Schema.Name);
        return TypeInference.ResultTypes(op, [.. operands.Select(o => o is null ? null : scratch.Emit(o))], declared);
    }

    private static void CheckInputs(Graph graph, IReadOnlyList<Literal> inputs)
    {
        if (inputs.Count != graph.Inputs.Count)
            throw new ArgumentException($"the graph has {graph.Inputs.Count} inputs, {inputs.Count} are given", nameof(inputs));
        for (int i = 0; i < inputs.Count; i++)
        {
            (TensorType given, TensorType wanted) = (inputs[i].Type, graph.Inputs[i].Type);
            bool fits = given.Element == wanted.Element && given.Shape.Rank == wanted.Shape.Rank;
            for (int d = 0; fits && d < wanted.Shape.Rank; d++)
                fits = wanted.Shape[d] == Shape.Unknown || wanted.Shape[d] == given.Shape[d];
            if (!fits)
                throw new ArgumentException($"input {i} ('{graph.Inputs[i].Name}') is {wanted}, {given} is given", nameof(inputs));
        }
    }
}
