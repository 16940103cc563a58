using OneBit.Tensors;
using Xunit;

namespace OneBit.IR.Tests.Graphs;

/// <summary>Each rule fires on a graph that breaks it.</summary>
public sealed class VerifierTests
{
    private static readonly TensorType Vector = new(DType.Float32, [4]);

    [Fact]
    public void A_sound_graph_has_no_problems() => Assert.Empty(Verifier.Problems(Chain(out _, out _)));

    [Fact]
    public void Operands_are_defined_before_they_are_used()
    {
        Graph graph = Chain(out Value first, out Value second);
        graph.Reorder([second.Producer!, first.Producer!]);
        Fires(graph, "operands are defined before they are used", "node 0 (Unary): input %first: f32[4] is not defined before its use");
    }

    [Fact]
    public void No_node_stands_twice()
    {
        Graph graph = Chain(out Value first, out Value second);
        graph.Reorder([first.Producer!, second.Producer!, second.Producer!]);
        Fires(graph, "every node stands once and owns its results", "node 2 (Unary): the node stands twice");
    }

    [Fact]
    public void Lists_of_uses_are_right()
    {
        Graph graph = Chain(out Value first, out Value second);
        graph.Reorder([first.Producer!]);
        graph.Reorder([first.Producer!, second.Producer!]);
        Fires(graph, "lists of uses are right", "node 0 (Unary): %first: f32[4] lists 0 uses, operands say 1");
    }

    [Fact]
    public void Outputs_are_set()
    {
        var graph = new Graph();
        graph.AddInput(Vector);
        Fires(graph, "outputs are set", "graph main has no outputs");
    }

    [Fact]
    public void Signatures_name_inputs_and_outputs_that_exist()
    {
        Graph graph = Chain(out _, out _);
        graph.Signatures.Add(new Signature("serve", [new("x", 1)], [new("y", 0)]));
        Fires(graph, "outputs are set", "signature serve names input 1 'x', the graph has 1");
    }

    [Fact]
    public void Padding_bits_of_constants_are_clear()
    {
        var graph = new Graph();
        graph.SetOutputs(graph.Emit(Literal.Of<uint>(new TensorType(DType.Bits, [2, 3]), [7, 8]), "w"));
        Fires(graph, "bits behind the last channel of a constant are 0", "node 0 (Constant): bits[2,3] has bits set behind its last channel");
    }

    [Fact]
    public void Types_are_as_inferred()
    {
        Graph graph = Chain(out _, out _);
        graph.ReplaceUses(graph.Inputs[0], graph.AddInput(new TensorType(DType.Float32, [5])));
        Fires(graph, "types are as inferred", "node 0 (Unary): Unary gives f32[5], the model says f32[4]");
    }

    [Fact]
    public void Only_binary_ops_read_bits()
    {
        Graph graph = Chain(out _, out _);
        graph.ReplaceUses(graph.Inputs[0], graph.AddInput(new TensorType(DType.Bits, [4])));
        Fires(graph, "only binary ops read bits", "node 0 (Unary): input %input: bits[4] is bits");
    }

    [Fact]
    public void Scales_fit_their_tensors()
    {
        var graph = new Graph();
        graph.SetOutputs(graph.AddInput(new TensorType(DType.Int8, [2], new Quantization([1, 2, 3], [0, 0, 0], 0)), "q"));
        Fires(graph, "scales fit their tensors", "needs 2 scales for dimension 0 of i8[2], not 3");
    }

    [Fact]
    public void Arithmetic_on_codes_knows_their_scales()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Int8, [1, 4, 4, 2], new Quantization(0.5f, 0)));
        Value w = graph.AddInput(new TensorType(DType.Int8, [3, 1, 1, 2], new Quantization(0.5f, 0)));
        graph.SetOutputs(graph.Emit(new Conv2D(), x, w, null));
        Fires(graph, "arithmetic on codes knows their scales", "node 0 (Conv2D): the result %Conv2D: i8[1,4,4,3] holds codes without a scale");
    }

    private static Graph Chain(out Value first, out Value second)
    {
        var graph = new Graph();
        first = graph.Emit(new Unary(), graph.AddInput(Vector));
        first.Name = "first";
        second = graph.Emit(new Unary(), first);
        graph.SetOutputs(second);
        return graph;
    }

    private static void Fires(Graph graph, string rule, string message)
    {
        Assert.Contains(Verifier.Problems(graph), problem => problem.Rule == rule && problem.ToString().Contains(message, StringComparison.Ordinal));
        Assert.Throws<ModelFormatException>(() => Verifier.Check(graph));
    }
}
