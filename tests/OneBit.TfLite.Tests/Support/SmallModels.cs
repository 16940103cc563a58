using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.TfLite.Tests;

/// <summary>Models built here, for tests that need no recorded data.</summary>
internal static class SmallModels
{
    /// <summary>Pad, float convolution, quantizer, packed binary convolution, pooling, float binary convolution, reshape: with signature, metadata and description.</summary>
    public static Graph Binary()
    {
        var graph = new Graph("small") { Description = "built by a test" };
        Value x = graph.AddInput(new TensorType(DType.Float32, [1, 6, 6, 3]), "image");
        Value pads = graph.Emit(Literal.Of<int>([4, 2], [0, 0, 1, 1, 1, 1, 0, 0]), "pads");
        Value padded = Named(graph.Emit(new Pad(), x, pads), "padded");
        Value filter = graph.Emit(Literal.Of<float>([40, 3, 3, 3], Floats(40 * 27)), "filter");
        Value bias = graph.Emit(Literal.Vector<float>(Floats(40)), "bias");
        Value real = Named(graph.Emit(new Conv2D { Padding = Padding.Valid, Activation = Activation.Relu6 }, padded, filter, bias), "real");
        Value bits = Named(graph.Emit(new BinaryQuantize(), real), "bits");
        Value packed = Named(graph.Emit(new BinaryConv2D { Padding = Padding.Same, PadValues = 1, Output = DType.Bits }, bits, Filter(graph, 33, 40), null, null, graph.Emit(Literal.Vector<int>([.. Enumerable.Range(150, 33)]), "thresholds")), "packed");
        Value pooled = Named(graph.Emit(new BinaryMaxPool2D { Filter = new(2, 2), Stride = new(2, 2), Padding = Padding.Valid }, packed), "pooled");
        Value y = Named(graph.Emit(new BinaryConv2D { Padding = Padding.Valid }, pooled, Filter(graph, 5, 33), graph.Emit(Literal.Vector<float>(Floats(5)), "multiplier"), graph.Emit(Literal.Vector<float>(Floats(5)), "offset"), null), "y");
        Value flat = Named(graph.Emit(new Reshape(), y, graph.Emit(Literal.Vector(1, 5), "shape")), "flat");
        graph.SetOutputs(flat);
        graph.Signatures.Add(new Signature("serving_default", [new("image", 0)], [new("scores", 0)]));
        graph.Metadata.Add(new("min_runtime_version", new byte[] { 49, 46, 48 }));
        return graph;
    }

    /// <summary>Codes: quantize, int8 convolution per channel, dequantize; unknown height and width.</summary>
    public static Graph Codes()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [1, Shape.Unknown, Shape.Unknown, 2]), "x");
        var quantization = new Quantization(0.5f, -3);
        Value codes = graph.Add(new Quantize { Output = DType.Int8 }, [x], [new TensorType(DType.Int8, [1, Shape.Unknown, Shape.Unknown, 2], quantization)]).Results[0];
        var filter = new TensorType(DType.Int8, [3, 1, 1, 2], new Quantization([0.1f, 0.2f, 0.3f], [0, 0, 0], 0));
        var bias = new TensorType(DType.Int32, [3], new Quantization([0.05f, 0.1f, 0.15f], [0, 0, 0], 0));
        Value y = graph.Add(
            new Conv2D { Padding = Padding.Same },
            [codes, graph.Emit(Literal.Of<sbyte>(filter, [1, 2, 3, 4, 5, 6])), graph.Emit(Literal.Of<int>(bias, [1, 2, 3]))],
            [new TensorType(DType.Int8, [1, Shape.Unknown, Shape.Unknown, 3], quantization)]).Results[0];
        Value real = graph.Emit(new Dequantize(), y);
        foreach (Value value in graph.Nodes.SelectMany(n => n.Results))
            value.Name = $"v{value.Type.Element}";
        graph.SetOutputs(real, y);
        return graph;
    }

    private static Value Filter(Graph graph, int outputs, int channels)
    {
        var type = new TensorType(DType.Bits, [outputs, 3, 3, channels]);
        int perRow = BitLayout.Words(channels);
        var words = new uint[type.StoredElementCount];
        for (int i = 0; i < words.Length; i++)
            words[i] = (uint)(i * 2654435761L) & ((i % perRow) == perRow - 1 ? BitLayout.TailMask(channels) : uint.MaxValue);
        return graph.Emit(Literal.Of<uint>(type, words), $"filter of {channels}");
    }

    private static float[] Floats(int count) => [.. Enumerable.Range(0, count).Select(i => (i % 7 * 0.25f) - 0.75f)];

    private static Value Named(Value value, string name)
    {
        value.Name = name;
        return value;
    }
}
