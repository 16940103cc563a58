using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Rules of <see cref="Verifier"/> about types.</summary>
internal static class TypeRules
{
    public static IEnumerable<Problem> PaddingBitsClear(Graph graph)
    {
        foreach ((int index, Node node) in graph.Nodes.Index())
        {
            if (node.Op is Constant { Value: { Type.Element: DType.Bits } literal } && HasDirtyPadding(literal))
                yield return Problem.At(index, node, $"{literal.Type} has bits set behind its last channel, which would be counted", node.Results[0]);
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

    private static bool HasDirtyPadding(Literal literal)
    {
        (int channels, int words) = LiteralText.Row(literal.Type.Shape);
        uint padding = ~BitLayout.TailMask(channels);
        ReadOnlySpan<uint> bits = literal.Values<uint>();
        for (int last = words - 1; padding != 0 && last < bits.Length; last += words)
        {
            if ((bits[last] & padding) != 0)
                return true;
        }
        return false;
    }
}
