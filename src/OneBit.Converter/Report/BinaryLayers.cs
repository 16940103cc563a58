using System.Runtime.InteropServices;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Converter;

/// <summary>The layers of an imported graph that compute with quantized weights or inputs.</summary>
internal sealed class BinaryLayers
{
    private readonly HashSet<string> withWeights = new(StringComparer.Ordinal);
    private readonly HashSet<string> withInputs = new(StringComparer.Ordinal);
    private readonly List<(string Layer, Constant Weights)> constants = [];

    private BinaryLayers()
    {
    }

    /// <summary>Layers whose kernel goes through a quantizer of two levels.</summary>
    public IReadOnlySet<string> WithWeights => withWeights;

    /// <summary>Layers whose input comes from a quantizer.</summary>
    public IReadOnlySet<string> WithInputs => withInputs;

    /// <summary>True for a layer with binary weights or inputs.</summary>
    public bool Contains(string layer) => withWeights.Contains(layer) || withInputs.Contains(layer);

    /// <summary>True for convolutions, dense layers and products of matrices: what holds a kernel.</summary>
    public static bool IsContraction(Op op) =>
        op is Conv2D or DepthwiseConv2D or Conv3D or TransposeConv or FullyConnected or BatchMatMul or LevelConv2D or BinaryConv2D;

    /// <summary>The layers of <paramref name="graph"/>, which no pass has changed.</summary>
    public static BinaryLayers Of(Graph graph)
    {
        var layers = new BinaryLayers();
        var computed = new HashSet<Value>(graph.Inputs);
        foreach (Node node in graph.Nodes)
        {
            if (node.Operands.Any(operand => operand is not null && computed.Contains(operand)))
                computed.UnionWith(node.Results);
            if (node.Origins.Count > 0 && IsContraction(node.Op))
                layers.Add(node, computed);
        }
        return layers;
    }

    /// <summary>Refuses weights that no quantizer has a level for.</summary>
    /// <exception cref="ModelFormatException">Kernels or biases are not finite; all layers are named at once.</exception>
    public void CheckWeights(string path)
    {
        string[] wrong = [.. constants.Where(pair => !IsFinite(pair.Weights.Value)).Select(pair => $"'{pair.Layer}'").Distinct()];
        if (wrong.Length > 0)
            throw new ModelFormatException($"{path}: binary layers have weights that are NaN or infinite: {string.Join(", ", wrong)}; train again or restore an earlier checkpoint") { File = path };
    }

    private void Add(Node node, HashSet<Value> computed)
    {
        string layer = node.Origins[0];
        (int input, int kernel) = node.Op is TransposeConv ? (2, 1) : (0, 1);
        if (IsQuantized(node.Operands[input]))
            withInputs.Add(layer);
        Node[] behind = node.Operands[kernel] is { } filter && !computed.Contains(filter) ? Behind(filter) : [];
        if (Array.Exists(behind, n => n.Op is TwoLevelQuantize))
            withWeights.Add(layer);
        if (!Contains(layer))
            return;
        constants.AddRange(behind.Select(n => n.Op).OfType<Constant>().Where(IsWeight).Select(constant => (layer, constant)));
        constants.AddRange(node.Operands.Skip(Math.Max(input, kernel) + 1).Select(operand => operand?.Producer?.Op).OfType<Constant>().Select(bias => (layer, bias)));
    }

    /// <summary>True where a quantizer lies behind the value, through what only moves elements.</summary>
    private static bool IsQuantized(Value? value)
    {
        Node? node = value?.Producer;
        while (node is { Op: Transpose or Reshape or ExpandDims or Squeeze or Pad or Gather or StridedSlice or Concat })
            node = node.Operands[0]?.Producer;
        return node is { Op: TwoLevelQuantize or MultiLevelQuantize };
    }

    /// <summary>All nodes that a value is computed by.</summary>
    private static Node[] Behind(Value value)
    {
        var found = new HashSet<Node>();
        var ahead = new Stack<Value>([value]);
        while (ahead.TryPop(out Value? next))
        {
            if (next.Producer is not { } node || !found.Add(node))
                continue;
            foreach (Value operand in node.Operands.OfType<Value>())
                ahead.Push(operand);
        }
        return [.. found];
    }

    /// <summary>Latent kernels; thresholds, levels and scales are of lower rank.</summary>
    private static bool IsWeight(Constant constant) => constant.Value.Type is { Element: DType.Float32, Shape.Rank: >= 2 };

    private static bool IsFinite(Literal literal)
    {
        if (literal.Type.Element != DType.Float32)
            return true;
        bool finite = true;
        foreach (float value in MemoryMarshal.Cast<byte, float>(literal.Bytes.Span))
            finite &= float.IsFinite(value);
        return finite;
    }
}
