using System.Collections.Immutable;
using CsCheck;
using OneBit.IR.Tests.Inference;
using OneBit.Tensors;
using Xunit;

namespace OneBit.IR.Tests.Text;

public sealed class RoundTripTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    [Fact]
    public void Random_graphs_come_back_bit_for_bit() =>
        Gen.Int.Sample(seed => GraphEquality.RoundTrips(new RandomGraphs(seed).Next()), seed: Seed, iter: 2000);

    [Fact]
    public void Every_op_comes_back_in_a_graph()
    {
        foreach ((string inputs, string application, string expected) in InferenceTables.Fitting)
            GraphEquality.RoundTrips(InferenceCase.Parse(inputs, application, expected.Split(" ; ").Length));
    }

    [Fact]
    public void Every_attribute_of_every_op_comes_back_with_any_value() => Gen.Int.Sample(
        seed =>
        {
            var random = new Random(seed);
            foreach (OpSchema schema in OpTable.All.Where(s => s != Constant.Row))
            {
                Op op = schema.Attributes.Aggregate(schema.Default, (o, attribute) => attribute.With(o, RandomValue(random, attribute, attribute.Get(o))));
                Op parsed = GraphParser.ParseOp(GraphPrinter.Print(op));
                foreach (OpAttribute attribute in schema.Attributes)
                    Assert.Equal(Comparable(attribute.Get(op)), Comparable(attribute.Get(parsed)));
            }
        },
        seed: Seed,
        iter: 200);

    [Fact]
    public void Attributes_at_their_defaults_are_left_out()
    {
        Assert.Equal("Conv2D", GraphPrinter.Print(new Conv2D()));
        Assert.Equal("Conv2D {stride = [2, 1], padding = valid, activation = relu_n1_to1}", GraphPrinter.Print(new Conv2D { Stride = new(2, 1), Padding = Padding.Valid, Activation = Activation.ReluN1To1 }));
    }

    [Fact]
    public void Short_constants_stand_in_their_line_and_long_ones_behind_the_graph()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [1, 28]), "image");
        Value sum = graph.Emit(new Binary(), x, graph.Emit(Literal.Vector([.. Enumerable.Range(0, 28).Select(i => (float)i)])));
        Value pairs = graph.Emit(new Reshape(), sum, graph.Emit(Literal.Vector(-1, 2)));
        pairs.Name = "pairs";
        graph.SetOutputs(pairs);
        string[] lines = GraphPrinter.Print(graph).Split('\n');
        Assert.Equal(
            [
                "graph @main(%0: f32[1,28] \"image\") {",
                "  %1 = f32[28] @c0",
                "  %2 = Binary(%0, %1) : f32[1,28]",
                "  %3 = Reshape(%2, i32[2] [-1, 2]) : f32[14,2] \"pairs\"",
                "  return %3",
                "}",
                "constants {",
            ],
            lines[..7]);
        string elided = GraphPrinter.Print(graph, PrintOptions.Elided);
        Assert.Contains("%1 = f32[28] elided", elided, StringComparison.Ordinal);
        GraphTextException error = Assert.Throws<GraphTextException>(() => GraphParser.Parse(elided));
        Assert.Equal((2, 16), (error.Line, error.Column));
        Assert.Contains("print with full constants", error.Message, StringComparison.Ordinal);
    }

    private static object Comparable(object value) => value switch
    {
        float number => BitConverter.SingleToInt32Bits(number),
        ImmutableArray<int> numbers => string.Join(',', numbers),
        _ => value,
    };

    private static object RandomValue(Random random, OpAttribute attribute, object current) => attribute.Kind switch
    {
        AttributeKind.Int => random.Next(int.MinValue, int.MaxValue),
        AttributeKind.Float => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)),
        AttributeKind.Bool => random.Next(2) == 0,
        AttributeKind.Ints => ImmutableArray.CreateRange(Enumerable.Range(0, Math.Max(1, ((ImmutableArray<int>)current).Length)).Select(_ => random.Next(-9, 9))),
        AttributeKind.Word => attribute.Words[random.Next(attribute.Words.Count)],
        _ => $"text {random.Next()} \"quoted\"",
    };
}
