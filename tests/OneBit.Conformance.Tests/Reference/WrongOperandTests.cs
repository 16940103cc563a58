using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Conformance.Reference.Evaluation;

namespace OneBit.Conformance.Reference;

/// <summary>Operands that are found wrong only when they are there.</summary>
public sealed class WrongOperandTests
{
    private static readonly Literal Three = Literal.Vector(1f, 2f, 3f);

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void Index_out_of_range_is_the_models_fault(int index) =>
        Assert.Throws<ModelFormatException>(() => Of(new Gather(), Three, Literal.Vector(index)));

    [Fact]
    public void Whole_number_divided_by_zero_is_the_models_fault() =>
        Assert.Throws<ModelFormatException>(() => Of(new Binary { Kind = BinaryKind.Div }, Literal.Vector(1), Literal.Vector(0)));

    [Fact]
    public void Shape_that_is_known_only_now_must_agree_with_the_model()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [4])), shape = graph.AddInput(new TensorType(DType.Int32, [2]));
        Node reshape = graph.Add(new Reshape(), [x, shape], [new TensorType(DType.Float32, [Shape.Unknown, 2])]);
        graph.SetOutputs(reshape.Results[0]);
        Literal four = Literal.Vector(1f, 2f, 3f, 4f);
        Assert.Equal([2, 2], Run(graph, [four, Literal.Vector(2, 2)])[0].Type.Shape);
        Assert.Throws<ModelFormatException>(() => Run(graph, [four, Literal.Vector(4, 1)]));
        Assert.Throws<ModelFormatException>(() => Run(graph, [four, Literal.Vector(3, 2)]));
    }

    [Fact]
    public void Tensor_larger_than_memory_is_the_models_fault() =>
        Assert.Throws<ModelFormatException>(() => Of(new Fill(), Literal.Vector(int.MaxValue, int.MaxValue), Literal.Scalar(0f)));

    [Fact]
    public void Inputs_of_another_graph_are_the_callers_fault()
    {
        var graph = new Graph();
        graph.SetOutputs(graph.AddInput(new TensorType(DType.Float32, [Shape.Unknown, 3])));
        Assert.Throws<ArgumentException>(() => Run(graph, []));
        Assert.Throws<ArgumentException>(() => Run(graph, [Three]));
        Assert.Equal([2, 3], Run(graph, [Literal.Of<float>([2, 3], new float[6])])[0].Type.Shape);
    }
}
