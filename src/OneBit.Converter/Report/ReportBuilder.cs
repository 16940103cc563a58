using OneBit.IR;
using OneBit.Passes;
using OneBit.Tensors;

namespace OneBit.Converter;

/// <summary>Says of each layer what became of it, from the origins of the nodes of the converted graph.</summary>
internal static class ReportBuilder
{
    /// <summary>A report without target, size and time.</summary>
    /// <param name="imported">The model as it was read; only its layers are looked at.</param>
    /// <param name="binary">Which layers had quantized weights and inputs.</param>
    /// <param name="graph">The converted graph.</param>
    /// <param name="refusals">Why layers stay as they are.</param>
    public static ConversionReport Build(ImportedModel imported, BinaryLayers binary, Graph graph, IReadOnlyList<Refusal> refusals)
    {
        ILookup<string, Node> owned = graph.Nodes.Where(node => node.Origins.Count > 0 && node.Op is not Constant).ToLookup(node => node.Origins[0], StringComparer.Ordinal);
        Dictionary<string, int> order = imported.Layers.Select((layer, i) => (layer.Name, i)).DistinctBy(pair => pair.Name).ToDictionary(pair => pair.Name, pair => pair.i, StringComparer.Ordinal);
        var counted = new HashSet<Value>();
        var layers = new List<LayerReport>();
        foreach (SourceLayer source in imported.Layers)
        {
            Node[] nodes = [.. owned[source.Name]];
            LayerKind kind = KindOf(nodes);
            layers.Add(new LayerReport(source.Name, source.Type)
            {
                Kind = kind,
                HasBinaryWeights = binary.WithWeights.Contains(source.Name),
                HasQuantizedInputs = binary.WithInputs.Contains(source.Name),
                Fused = [.. nodes.SelectMany(node => node.Origins).Distinct().Where(origin => origin != source.Name && !owned[origin].Any(IsWeighted)).OrderBy(origin => order.GetValueOrDefault(origin, int.MaxValue))],
                Refusal = kind is LayerKind.Float or LayerKind.Int8 ? Explain(source.Name, binary, refusals) : null,
                BytesBefore = source.WeightBytes,
                BytesAfter = nodes.SelectMany(node => Weights(node)).Where(counted.Add).Sum(value => (long)value.Constant!.Bytes.Length), // Weights gives constants alone
            });
        }
        return new ConversionReport { Layers = layers, Macs = MacsOf(graph), Notes = imported.Notes };
    }

    private static LayerKind KindOf(Node[] nodes)
    {
        Node[] contractions = [.. nodes.Where(IsWeighted)];
        if (contractions.Length == 0)
            return nodes.Any(node => Weights(node).Any()) ? LayerKind.Float : LayerKind.None;
        LayerKind[] kinds = [.. contractions.Select(KindOf)];
        return kinds.Contains(LayerKind.Float) ? LayerKind.Float : kinds.Contains(LayerKind.Int8) ? LayerKind.Int8 : LayerKind.Binary;
    }

    /// <summary>True for what holds a kernel. A layer that has such a node of its own is not fused into another one, though its quantizer may be.</summary>
    private static bool IsWeighted(Node node) => BinaryLayers.IsContraction(node.Op) && Weights(node).Any();

    private static LayerKind KindOf(Node contraction) =>
        contraction.Op is BinaryConv2D or LevelConv2D ? LayerKind.Binary
        : contraction.Operands[1]?.Type.Element is DType.Int8 or DType.UInt8 ? LayerKind.Int8
        : LayerKind.Float;

    /// <summary>Constants that are numbers to compute with; shapes, axes and permutations are not.</summary>
    private static IEnumerable<Value> Weights(Node node) =>
        node.Operands.OfType<Value>().Distinct().Where(value => value.Constant is not null && (node.Op is BinaryConv2D or LevelConv2D || IsNumber(value.Type.Element)));

    private static bool IsNumber(DType element) => element.IsFloat() || element is DType.Bits or DType.Int8 or DType.UInt8;

    private static Refusal? Explain(string layer, BinaryLayers binary, IReadOnlyList<Refusal> refusals) =>
        refusals.FirstOrDefault(refusal => refusal.Layer == layer)
        ?? (binary.WithWeights.Contains(layer), binary.WithInputs.Contains(layer)) switch
        {
            (true, true) => new Refusal(layer, "not-recognized", "no rule for binary layers applies to it", "tell OneBit's authors of this layer"),
            (true, false) => Refusals.InputNotQuantized(layer, null),
            (false, true) => Refusals.KernelNotTwoLevel(layer),
            _ => null,
        };

    private static Macs MacsOf(Graph graph)
    {
        Node[] known = [.. graph.Nodes.Where(node => node.Results.All(r => r.Type.Shape.IsStatic) && node.Operands.All(o => o is null || o.Type.Shape.IsStatic))];
        return known.Aggregate(default(Macs), (sum, node) => sum + Macs.Of(node));
    }
}
