using OneBit.IR;
using OneBit.Reference;
using OneBit.Tensors;

namespace OneBit.Layers.Tests;

/// <summary>Layers and quantizers on values, by the reference executor.</summary>
internal static class Evaluate
{
    public static float[] Quantizer(Quantizer quantizer, Shape shape, float[] x)
    {
        var graph = new Graph();
        Value input = graph.AddInput(new TensorType(DType.Float32, shape));
        graph.SetOutputs(quantizer.Emit(graph, input));
        return Floats(ReferenceExecutor.Run(graph, [Literal.Of<float>(shape, x)])[0]);
    }

    /// <summary>The outputs of a layer for inputs whose batch is not known when it is emitted.</summary>
    public static Literal Layer(Layer layer, IReadOnlyList<Literal> inputs, params IReadOnlyList<float[]> weights) =>
        Layer(layer, [.. inputs.Select(i => i.Type.Shape.With(0, Shape.Unknown))], inputs, weights);

    public static Literal Layer(Layer layer, IReadOnlyList<Shape> declared, IReadOnlyList<Literal> inputs, IReadOnlyList<float[]> weights)
    {
        var graph = new Graph();
        Value[] values = [.. declared.Select(s => graph.AddInput(new TensorType(DType.Float32, s)))];
        IReadOnlyList<WeightSpec> specs = layer.Weights(declared);
        Assert.Equal(specs.Count, weights.Count);
        Value[] constants = [.. specs.Select((spec, i) => graph.Emit(Literal.Of<float>(spec.Shape, weights[i])))];
        graph.SetOutputs(layer.Emit(graph, values, constants));
        return ReferenceExecutor.Run(graph, inputs)[0];
    }

    public static float[] Floats(Literal literal) => literal.Values<float>().ToArray();
}
