using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Converter.Tests;

/// <summary>
/// An importer that makes a small network up: image → quantizer → 'conv' (sign of a latent kernel) → 'bn' → 'dense' (float) → output. The file's text may ask for a dimension to be open, for a weight
/// to be NaN, or for the quantizer of the input to be left out (float).
/// </summary>
internal sealed class TextImporter : IModelImporter
{
    public string Format => "text";

    public bool CanRead(string path) => Path.GetExtension(path) == ".net";

    public ImportedModel Import(string path, ImportOptions options, CancellationToken cancellationToken = default)
    {
        string text = File.ReadAllText(path);
        Shape own = [Shape.Unknown, text.Contains("open", StringComparison.Ordinal) ? Shape.Unknown : 4, 4, 3];
        Shape shape = options.InputShapes is [Shape given] ? given : own;
        float first = text.Contains("nan", StringComparison.Ordinal) ? float.NaN : 0.5f;
        return new ImportedModel(
            Build(shape, first, !text.Contains("float", StringComparison.Ordinal)),
            [new("image", "InputLayer", 0), new("conv", "QuantConv2D", 2 * 9 * 3 * 4) { IsQuantized = true }, new("bn", "BatchNormalization", 2 * 4 * 4), new("dense", "Dense", 5 * 2 * 4)])
        {
            Notes = ["made up"],
        };
    }

    private static Graph Build(Shape shape, float first, bool quantizedInput)
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, shape), "image");
        graph.Origins = ["conv"];
        Value signs = quantizedInput ? Sign(graph, x) : x;
        float[] latent = [first, .. Enumerable.Range(1, (9 * 3 * 2) - 1).Select(i => (i % 3) - 1.5f)];
        Value kernel = Sign(graph, graph.Emit(Literal.Of<float>([3, 3, 3, 2], latent)));
        Value filter = graph.Emit(new Transpose(), kernel, graph.Emit(Literal.Vector<int>(3, 0, 1, 2)));
        Value conv = graph.Emit(new Conv2D { Padding = Padding.Valid }, signs, filter, null);
        graph.Origins = ["bn"];
        Value scaled = graph.Emit(new Binary { Kind = BinaryKind.Mul }, conv, graph.Emit(Literal.Vector<float>(2, 3)));
        graph.Origins = ["dense"];
        Value mean = graph.Emit(new Reduce { Kind = ReduceKind.Mean }, scaled, graph.Emit(Literal.Vector<int>(1, 2)));
        Value dense = graph.Emit(new FullyConnected(), mean, graph.Emit(Literal.Of<float>([5, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])), null);
        dense.Name = "logits";
        graph.Origins = [];
        graph.SetOutputs(dense);
        return graph;
    }

    private static Value Sign(Graph graph, Value x) =>
        graph.Emit(new TwoLevelQuantize(), x, graph.Emit(Literal.Scalar(0f)), graph.Emit(Literal.Scalar(-1f)), graph.Emit(Literal.Scalar(1f)));
}
