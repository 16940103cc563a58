using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime.Tests;

/// <summary>Graphs for other input shapes: what follows a batch, what does not, and what is refused by name.</summary>
public sealed class GraphShapesTests
{
    [Fact]
    public void A_reshape_to_a_constant_shape_follows_the_batch()
    {
        Graph graph = Reshaped([1, 2, 3], [1, 6]);
        Assert.Equal([5, 6], GraphShapes.WithInputs(graph, [[5, 2, 3]]).Outputs[0].Type.Shape);
    }

    [Fact]
    public void A_reshape_by_attribute_follows_the_batch()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [2, 2, 3]));
        graph.SetOutputs(graph.Emit(new Reshape { Shape = [4, 3] }, x));
        Assert.Equal([10, 3], GraphShapes.WithInputs(graph, [[5, 2, 3]]).Outputs[0].Type.Shape);
    }

    [Fact]
    public void A_reshape_that_leaves_the_leading_dimension_open_needs_no_change()
    {
        Graph graph = Reshaped([1, 2, 3], [-1, 3]);
        Assert.Equal([10, 3], GraphShapes.WithInputs(graph, [[5, 2, 3]]).Outputs[0].Type.Shape);
    }

    [Fact]
    public void A_reshape_whose_leading_dimension_is_no_multiple_of_the_batch_is_refused()
    {
        Graph graph = Reshaped([2, 3, 2], [3, 4]);
        Assert.Equal("Reshape", Assert.Throws<UnsupportedModelException>(() => GraphShapes.WithInputs(graph, [[1, 3, 2]])).OpName);
    }

    [Fact]
    public void A_reshape_to_a_shape_is_not_touched_where_something_else_than_the_batch_changes()
    {
        Graph graph = Reshaped([2, 6], [4, 3]);
        Assert.Equal([4, 3], GraphShapes.WithInputs(graph, [[3, 4]]).Outputs[0].Type.Shape);
    }

    [Fact]
    public void What_hangs_on_no_changed_input_keeps_its_shape()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [1, 4]));
        Value y = graph.AddInput(new TensorType(DType.Float32, [2, 2]));
        Value flat = graph.Emit(new Reshape(), y, graph.Emit(Literal.Vector(4)));
        graph.SetOutputs(graph.Emit(new Binary { Kind = BinaryKind.Add }, x, flat), flat);
        Graph changed = GraphShapes.WithInputs(graph, [[3, 4], [2, 2]]);
        Assert.Equal([3, 4], changed.Outputs[0].Type.Shape);
        Assert.Equal([4], changed.Outputs[1].Type.Shape);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(2, 3)]
    public void Inputs_that_change_by_different_factors_are_no_batch(int first, int second)
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [1, 2]));
        Value y = graph.AddInput(new TensorType(DType.Float32, [1, 2]));
        graph.SetOutputs(graph.Emit(new Reshape(), x, graph.Emit(Literal.Vector(1, 2))), y);
        Assert.Throws<UnsupportedModelException>(() => GraphShapes.WithInputs(graph, [[first, 2], [second, 2]]));
    }

    [Fact]
    public void An_op_that_moves_the_batch_is_refused_by_name()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [1, 3]));
        Value moved = graph.Emit(new Transpose(), x, graph.Emit(Literal.Vector(1, 0)));
        moved.Name = "moved";
        graph.SetOutputs(moved);
        var refused = Assert.Throws<UnsupportedModelException>(() => GraphShapes.WithInputs(graph, [[2, 3]]));
        Assert.Equal(("Transpose", "moved"), (refused.OpName, refused.TensorName));
    }

    [Fact]
    public void Integers_that_only_depend_on_shapes_become_constants()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [1, 4]));
        Value shape = graph.Emit(new ShapeOf { Output = DType.Int64 }, x);
        graph.SetOutputs(shape, graph.Emit(new Cast { To = DType.Int32 }, shape));
        Graph changed = GraphShapes.WithInputs(graph, [[3, 4]]);
        Assert.Equal("[3, 4]", Text(changed.Outputs[0]));
        Assert.Equal("[3, 4]", Text(changed.Outputs[1]));
    }

    private static string Text(Value value)
    {
        Literal constant = Assert.IsType<Constant>(value.Op).Value;
        return constant.Type.Element == DType.Int64 ? $"[{string.Join(", ", constant.Values<long>().ToArray())}]" : $"[{string.Join(", ", constant.Values<int>().ToArray())}]";
    }

    private static Graph Reshaped(Shape input, int[] to)
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, input));
        graph.SetOutputs(graph.Emit(new Reshape(), x, graph.Emit(Literal.Vector(to))));
        return graph;
    }
}
