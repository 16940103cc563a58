using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Rules of <see cref="Verifier"/> about types.</summary>
internal static class TypeRules
{
    public static IEnumerable<Problem> ConstantSizes(Graph graph)
    {
        foreach ((int index, Node node) in graph.Nodes.Index())
        {
            if (node.Op is Constant { Value: { } literal } && (!literal.Type.Shape.IsStatic || literal.Bytes.Length != literal.Type.SizeInBytes))
                yield return Problem.At(index, node, $"{literal.Type} has {literal.Bytes.Length} bytes", node.Results[0]);
        }
    }

    public static IEnumerable<Problem> AsInferred(Graph graph)
    {
        foreach ((int index, Node node) in graph.Nodes.Index())
        {
            if (Contradiction(node) is { } message)
                yield return Problem.At(index, node, message);
        }
    }

    public static IEnumerable<Problem> BitsOnlyInBinaryOps(Graph graph)
    {
        foreach ((int index, Node node) in graph.Nodes.Index())
        {
            for (int i = 0; i < node.Operands.Count; i++)
            {
                if (node.Operands[i] is { Type.Element: DType.Bits } operand && !TypeInference.ReadsBits(node.Op))
                    yield return Problem.At(index, node, $"{node.Op.Schema.OperandName(i)} {operand} is bits, which the op does not read", operand);
            }
        }
    }

    public static IEnumerable<Problem> QuantizationFits(Graph graph)
    {
        foreach ((int index, Value value) in GraphRules.Values(graph))
        {
            if (QuantizationRules.Problem(value.Type) is { } problem)
                yield return GraphRules.At(graph, index, $"{value} {problem}", value);
        }
    }

    public static IEnumerable<Problem> CodesHaveScales(Graph graph)
    {
        foreach ((int index, Node node) in graph.Nodes.Index())
        {
            foreach ((string name, Value value) in QuantizationRules.CodesOf(node))
            {
                if (value.Type.Quantization is null)
                    yield return Problem.At(index, node, $"{name} {value} holds codes without a scale", value);
            }
        }
    }

    private static string? Contradiction(Node node)
    {
        try
        {
            TypeInference.ResultTypes(node.Op, node.Operands, [.. node.Results.Select(r => r.Type)]);
            return null;
        }
        catch (ModelFormatException e)
        {
            return e.Message;
        }
    }
}
