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
    public static IReadOnlyList<Literal> Run(Graph graph, IReadOnlyList<Literal> inputs, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Computes one op.</summary>
    /// <param name="op">The op.</param>
    /// <param name="operands">Its operands; null where an optional one is absent.</param>
    /// <param name="types">Types of its results, with element type and quantization; dimensions may be unknown.</param>
    public static IReadOnlyList<Literal> Evaluate(Op op, IReadOnlyList<Literal?> operands, IReadOnlyList<TensorType> types) =>
        throw new NotSupportedException();
}
