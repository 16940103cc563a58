using OneBit.Passes;
using Xunit;

namespace OneBit.IR.Tests.Rewriting;

/// <summary>What is computed twice alike is computed once.</summary>
public sealed class MergeEqualTests
{
    [Fact]
    public void Equal_nodes_of_equal_operands_become_one() => Assert.Equal(3, Merged("""
        graph @g(%x: f32[2]) {
          %0 = Binary(%x, f32[] 1.5) {kind = sub}
          %1 = Binary(%x, f32[] 1.5) {kind = sub}
          %2 = Unary(%0) {kind = relu}
          %3 = Unary(%1) {kind = relu}
          %4 = Binary(%2, %3)
          return %4
        }
        """).Nodes.Count(node => node.Op is not Constant));

    [Theory]
    [InlineData("Binary(%x, f32[] 1.5) {kind = mul}")]
    [InlineData("Binary(%x, f32[] 1.25) {kind = sub}")]
    [InlineData("Binary(f32[] 1.5, %x) {kind = sub}")]
    [InlineData("Binary(%x, f32[1] [1.5]) {kind = sub}")]
    [InlineData("Binary(%x, f32[] -0) {kind = sub}")]
    public void Other_attributes_constants_and_orders_stay(string other) => Assert.Equal(3, Merged($$"""
        graph @g(%x: f32[2]) {
          %0 = Binary(%x, f32[] 1.5) {kind = sub}
          %1 = {{other}}
          %2 = Binary(%0, %1)
          return %2
        }
        """).Nodes.Count(node => node.Op is not Constant));

    [Fact]
    public void Outputs_keep_a_node_of_their_own()
    {
        Graph graph = Merged("""
            graph @g(%x: f32[2]) {
              %a = Unary(%x) {kind = relu}
              %b = Unary(%x) {kind = relu}
              return %a, %b
            }
            """);
        Assert.NotSame(graph.Outputs[0], graph.Outputs[1]);
    }

    [Fact]
    public void What_is_kept_stems_from_the_layers_of_both()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new Tensors.TensorType(Tensors.DType.Float32, [2]), "x");
        graph.Origins = ["first"];
        Value a = graph.Emit(new Unary { Kind = UnaryKind.Relu }, x);
        graph.Origins = ["second"];
        Value b = graph.Emit(new Unary { Kind = UnaryKind.Relu }, x);
        graph.SetOutputs(graph.Emit(new Binary(), a, b));
        PassRunner.Run(graph, [MergeEqual.Pass], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["first", "second"], graph.Nodes[0].Origins);
        Assert.Equal(2, graph.Nodes.Count);
    }

    private static Graph Merged(string text)
    {
        Graph graph = GraphParser.Parse(text);
        PassRunner.Run(graph, [MergeEqual.Pass], new PassOptions { VerifyEachStep = true });
        return graph;
    }
}
