using CsCheck;
using OneBit.IR.Tests.Inference;
using OneBit.Tensors;
using Xunit;

namespace OneBit.IR.Tests.Text;

public sealed class GraphParserTests
{
    public static TheoryData<string, int, int, string> Mistakes => new()
    {
        { "", 1, 1, "expected 'graph', found the end of the text" },
        { "graph main", 1, 7, "expected the graph's name behind '@', found 'main'" },
        { "graph @g(%x: f31[1]) { return %x }", 1, 14, "expected an element type (f32, f16" },
        { "graph @g(%x: f32[-2]) { return %x }", 1, 18, "expected a dimension of 0 or more, found -2" },
        { "graph @g(%x: i8[2]{scale 0}) { return %x }", 1, 19, "scales are positive and finite" },
        { "graph @g(%x: f32[1]) {\n  %y = Softmix(%x)\n  return %y\n}", 2, 8, "no op is called 'Softmix'" },
        { "graph @g(%x: f32[1]) {\n  %y = Softmax(%z)\n  return %y\n}", 2, 16, "'%z' is not defined above" },
        { "graph @g(%x: f32[1]) {\n  %y = Softmax(%x) {gamma = 2}\n  return %y\n}", 2, 21, "Softmax has no attribute 'gamma'; it has beta" },
        { "graph @g(%x: f32[1]) {\n  %y = Softmax(%x) {beta = two}\n  return %y\n}", 2, 28, "expected a number, found 'two'" },
        { "graph @g(%x: f32[1]) {\n  %y = Unary(%x) {kind = sine}\n  return %y\n}", 2, 26, "expected one of abs, neg" },
        { "graph @g(%x: f32[1]) {\n  %y = Conv2D(%x, %x) {stride = [1]}\n  return %y\n}", 2, 33, "stride: height and width are two numbers, not 1" },
        { "graph @g(%x: f32[1]) {\n  %x = Softmax(%x)\n  return %x\n}", 2, 3, "'%x' is there already" },
        { "graph @g(%x: f32[1]) {\n  %y, %z = Softmax(%x)\n  return %y\n}", 2, 3, "Softmax has 1 results, 2 are named" },
        { "graph @g(%x: f32[1]) {\n  %y = Reshape(%x, i32[2] [1])\n  return %y\n}", 2, 27, "expected 2 values for i32[2], found 1" },
        { "graph @g(%x: f32[1]) {\n  %y = Reshape(%x, i32[1] [1.5])\n  return %y\n}", 2, 28, "expected a value of i32, found '1.5'" },
        { "graph @g(%x: f32[1]) {\n  %y = Reshape(%x, i32[1] [[1)\n  return %y\n}", 2, 30, "expected ',' or ']'" },
        { "graph @g() {\n  %y = f32[2] @c9\n  return %y\n}", 2, 15, "no constant is called @c9" },
        { "graph @g() {\n  %y = f32[2] @c\n  return %y\n}\nconstants { @c = base64(\"AAAA\") }", 2, 15, "expected 8 bytes for f32[2], found 3" },
        { "graph @g() {\n  %y = f32[2] base64(\"?\")\n  return %y\n}", 2, 22, "expected base64" },
        { "graph @g() {\n  %y = f32[100000,100000] splat(1)\n  return %y\n}", 3, 3, "more than 256 MiB" },
        { "graph @g() {\n  %y = f32[9223372036854775807]\n", 2, 12, "expected a dimension or '?'" },
        { "graph @g() {\n  %y = f32[2147483647,2147483647,2147483647] splat(1)\n", 2, 8, "a constant cannot be" },
        { "graph @g() {\n  %y = bits[3] [1, -1, 0]\n", 2, 24, "expected 1 or -1" },
        { "graph @g() {\n  %y = f32[1] [1] \"name\n", 2, 19, "no closing quote" },
        { "graph @g() {\n  return\n} more", 3, 3, "expected 'constants' or the end of the text, found 'more'" },
        { "graph @g(%x: f32[2,3]) {\n  %y = Transpose(%x, i32[2] [1, 1])\n  return %y\n}", 2, 8, "Transpose needs permutation" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_reported_with_its_place_and_what_was_expected(string text, int line, int column, string message)
    {
        GraphTextException error = Assert.Throws<GraphTextException>(() => GraphParser.Parse(text));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Fact]
    public void Damaged_texts_are_refused_without_any_other_exception()
    {
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => GraphPrinter.Print(new RandomGraphs(i).Next())), .. InferenceTables.Fitting.Select(c => $"graph @g(%0: f32[2], %1: i8[3]) {{ %y = {c.Application} return %y }}")];
        string[] pieces = ["{", "}", "(", ")", "[", "]", "\"", ",", "%0", "@c0", "-1", "99999999999", "nan", "0x", "none", "f32[2,2]", "i32[1] [1]", "constants", "return", "=", ":", "->", "\\", "?", " "];
        Gen.Select(Gen.Int[0, texts.Length - 1], Gen.Int[0, 10000], Gen.Int[0, 6], Gen.Int[0, pieces.Length - 1]).Sample(
            damage =>
            {
                (int text, int at, int removed, int piece) = damage;
                string broken = texts[text];
                at %= broken.Length;
                broken = broken[..at] + pieces[piece] + broken[Math.Min(broken.Length, at + removed)..];
                try
                {
                    GraphPrinter.Print(GraphParser.Parse(broken));
                }
                catch (GraphTextException e)
                {
                    Assert.True(e.Line >= 1 && e.Column >= 1);
                }
            },
            seed: "0N0XIzNsQ0O2",
            iter: 20000);
    }

    [Fact]
    public void A_person_may_leave_out_what_can_be_inferred()
    {
        Graph graph = GraphParser.Parse("""
            // a comment
            graph @hand(%x: f32[1,2,2,3]) {
              description "written by hand"
              %w = bits[4,1,1,3] [[1, -1, 1], [1, 1, 1], [-1, -1, -1], [1, -1, -1]]
              %b = BinaryQuantize(%x)
              %y = BinaryConv2D(%b, %w, f32[4] splat(0.5), f32[4] [1, 2, 3, 4]) {pad_values = 1} "y"
              return %y, %x
            }
            """);
        Assert.Equal("f32[1,2,2,4]", $"{graph.Outputs[0].Type}");
        Assert.Equal("y", graph.Outputs[0].Name);
        Assert.Equal([0b010u, 0b000u, 0b111u, 0b110u], graph.Nodes[0].Results[0].Constant!.Values<uint>().ToArray());
        Verifier.Check(graph);
    }

    [Fact]
    public void Numbers_may_be_given_by_their_bits()
    {
        Graph graph = GraphParser.Parse("graph @g() {\n  %a = f32[5] [0x7f800001, -0, nan, -inf, 1e-45]\n  %b = i8[2] [0xff, -128]\n  return %a, %b\n}");
        Assert.Equal([0x7F80_0001u, 0x8000_0000u, 0x7FC0_0000u, 0xFF80_0000u, 1u], graph.Nodes[0].Results[0].Constant!.Values<float>().ToArray().Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal(new sbyte[] { -1, -128 }, graph.Nodes[1].Results[0].Constant!.Values<sbyte>().ToArray());
    }

    [Fact]
    public void Values_by_name_follow_the_formula_of_the_recorded_models()
    {
        Graph graph = GraphParser.Parse("graph @g() {\n  %a = f32[4] uniform(\"conv/kernel\", -1, 1)\n  %b = f32[8] signs(\"s\")\n  %c = bits[8] signs(\"s\")\n  return %a\n}");
        Assert.Equal([0.09767735f, -0.0326224566f, 0.655033827f, -0.624161005f], graph.Nodes[0].Results[0].Constant!.Values<float>().ToArray());
        float[] signs = graph.Nodes[1].Results[0].Constant!.Values<float>().ToArray();
        Assert.Equal([1f, -1f, -1f, 1f, -1f, 1f, 1f, 1f], signs);
        Assert.Equal((uint)signs.Index().Sum(s => s.Item < 0 ? 1 << s.Index : 0), graph.Nodes[2].Results[0].Constant!.Values<uint>()[0]);
    }
}
