using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime.Tests;

/// <summary>Small models for tests of sessions.</summary>
internal static class Models
{
    /// <summary>y = relu(2x + 1) flattened to [batch, 12], x: f32[1,2,2,3].</summary>
    public static Graph Scaled()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [1, 2, 2, 3]), "x");
        Value doubled = graph.Emit(new Binary { Kind = BinaryKind.Mul }, x, graph.Emit(Literal.Scalar(2f)));
        Value shifted = graph.Emit(new Binary { Kind = BinaryKind.Add, Activation = Activation.Relu }, doubled, graph.Emit(Literal.Vector(1f, 1f, 1f)));
        Value y = graph.Emit(new Reshape(), shifted, graph.Emit(Literal.Vector(1, 12)));
        y.Name = "y";
        graph.SetOutputs(y);
        graph.Signatures.Add(new Signature("serving_default", [new SignatureEntry("image", 0)], [new SignatureEntry("scores", 0)]));
        return graph;
    }

    /// <summary>Sum and difference of two vectors.</summary>
    public static Graph SumAndDifference()
    {
        var graph = new Graph();
        Value a = graph.AddInput(new TensorType(DType.Float32, [2]), "a");
        Value b = graph.AddInput(new TensorType(DType.Float32, [2]), "b");
        Value sum = graph.Emit(new Binary { Kind = BinaryKind.Add }, a, b);
        Value difference = graph.Emit(new Binary { Kind = BinaryKind.Sub }, a, b);
        (sum.Name, difference.Name) = ("sum", "difference");
        graph.SetOutputs(sum, difference);
        return graph;
    }

    /// <summary>relu(x) of x: f32[?,3].</summary>
    public static Graph Open()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [Shape.Unknown, 3]), "x");
        graph.SetOutputs(graph.Emit(new Unary { Kind = UnaryKind.Relu }, x));
        return graph;
    }
}
