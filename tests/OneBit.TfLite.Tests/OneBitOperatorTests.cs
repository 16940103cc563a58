using System.Text;
using OneBit.IR;
using OneBit.Tensors;
using OneBit.TfLite.FlexBuffers;

namespace OneBit.TfLite.Tests;

/// <summary>OneBit's own operators in files.</summary>
public sealed class OneBitOperatorTests
{
    [Fact]
    public void All_of_them_survive_writing_and_reading()
    {
        Graph read = TfLiteReader.Read(TfLiteWriter.Write(LevelModels.Everything()));
        // Joining images is CONCATENATION of words, which is read as such.
        Graph expected = LevelModels.Everything();
        Assert.Equal(Comparable(expected).Select(Describe), Comparable(read).Select(Describe));
        Assert.Empty(Verifier.Problems(read));
        foreach ((Node left, Node right) in Comparable(expected).Zip(Comparable(read)))
        {
            Assert.All(left.Op.Schema.Attributes, attribute => Assert.Equal(attribute.Get(left.Op), attribute.Get(right.Op)));
            Assert.Equal(left.Operands.Count, right.Operands.Count);
            Assert.Equal(left.Operands.Select(o => o?.Constant?.Bytes.ToArray()), right.Operands.Select(o => o?.Constant?.Bytes.ToArray()));
        }
        Assert.Equal(TfLiteWriter.Write(read).Length, TfLiteWriter.Write(LevelModels.Everything()).Length);
    }

    [Fact]
    public void A_concatenation_of_channels_that_fill_words_is_the_builtin_one()
    {
        byte[] file = TfLiteWriter.Write(Joined(32, 5));
        Assert.DoesNotContain("OneBitConcat", Encoding.Latin1.GetString(file), StringComparison.Ordinal);
        Assert.Contains("OneBitConcat", Encoding.Latin1.GetString(TfLiteWriter.Write(Joined(5, 32))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OneBitTwoLevelQuantize", "nan", 3)]
    [InlineData("OneBitTwoLevelQuantize", "nan", -1)]
    [InlineData("OneBitTwoLevelQuantize", "version", 2)]
    [InlineData("OneBitTwoLevelQuantize", "version", 0)]
    [InlineData("OneBitMultiLevelQuantize", "nan", 3)]
    [InlineData("OneBitMultiLevelQuantize", "version", 2)]
    [InlineData("OneBitFakeQuantize", "bits", 1)]
    [InlineData("OneBitFakeQuantize", "bits", 17)]
    [InlineData("OneBitFakeQuantize", "narrow_range", 2)]
    [InlineData("OneBitFakeQuantize", "max", -5)]
    [InlineData("OneBitBatchNorm", "form", 2)]
    [InlineData("OneBitPackLevels", "channels", 39)]
    [InlineData("OneBitPackLevels", "channels", 0)]
    [InlineData("OneBitPackLevels", "nan_is_upper", 2)]
    [InlineData("OneBitPackPlanes", "planes", 2)]
    [InlineData("OneBitPackPlanes", "planes", 9)]
    [InlineData("OneBitPackPlanes", "channels", 5)]
    [InlineData("OneBitConcat", "axis", 4)]
    [InlineData("OneBitConcat", "axis", -5)]
    [InlineData("OneBitReshape", "channels_in", 0)]
    [InlineData("OneBitReshape", "channels_in", 121)]
    [InlineData("OneBitConv2D", "channels_in", 0)]
    [InlineData("OneBitConv2D", "channels_in", 1)]
    [InlineData("OneBitConv2D", "channels_per_group", 79)]
    [InlineData("OneBitConv2D", "channels_per_group", 0)]
    [InlineData("OneBitConv2D", "stride_height", 0)]
    [InlineData("OneBitConv2D", "stride_width", -1)]
    [InlineData("OneBitConv2D", "dilation_height_factor", 0)]
    [InlineData("OneBitConv2D", "dilation_width_factor", 127)]
    [InlineData("OneBitConv2D", "levels", 2)]
    [InlineData("OneBitConv2D", "levels", 0)]
    [InlineData("OneBitConv2D", "padding", 0)]
    [InlineData("OneBitConv2D", "padding", 2)]
    [InlineData("OneBitConv2D", "ties", 2)]
    [InlineData("OneBitConv2D", "version", 3)]
    public void An_option_that_makes_no_sense_is_refused(string name, string key, int value)
    {
        byte[] file = TfLiteWriter.Write(LevelModels.Everything());
        Assert.True(Options.Replace(file, name, key, value), "the option is there");
        var error = Assert.ThrowsAny<ModelFormatException>(() => TfLiteReader.Read(file));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.OpIndex);
    }

    [Theory]
    [InlineData("OneBitTwoLevelQuantize", "nan")]
    [InlineData("OneBitFakeQuantize", "min")]
    [InlineData("OneBitBatchNorm", "epsilon")]
    [InlineData("OneBitConcat", "channels")]
    [InlineData("OneBitConv2D", "pads")]
    [InlineData("OneBitConv2D", "zero")]
    [InlineData("OneBitPackPlanes", "version")]
    public void A_missing_option_is_refused(string name, string key)
    {
        byte[] file = TfLiteWriter.Write(LevelModels.Everything());
        Assert.True(Options.Rename(file, name, key), "the option is there");
        var error = Assert.ThrowsAny<ModelFormatException>(() => TfLiteReader.Read(file));
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_lists_of_any_width_are_read_back()
    {
        foreach (int wide in (int[])[1, 200, 70_000, int.MaxValue])
        {
            FlexValue map = FlexValue.Root(new FlexMapWriter().Add("whole", wide).Add("real", 0.1f).AddList("list", [1, -wide, 3]).AddList("none", []).Add("last", long.MaxValue >> (wide == 1 ? 60 : 0)).ToArray());
            Assert.Equal(wide, map.Find("whole")!.Value.Int64());
            Assert.Equal(0.1f, (float)map.Find("real")!.Value.Float64());
            FlexValue list = map.Find("list")!.Value;
            Assert.Equal([1, -wide, 3], Enumerable.Range(0, list.Count).Select(i => (int)list[i].Int64()));
            Assert.Equal(0, map.Find("none")!.Value.Count);
        }
    }

    // CONCATENATION of words has other names for its values.
    private static IEnumerable<Node> Comparable(Graph graph) => graph.Nodes.Where(n => n.Op is not (Constant or WordsToBits or BitsToWords or Concat { Axis: 1 }));

    private static string Describe(Node node) => $"{node.Op.Schema.Name} {node.Results[0].Name}: {node.Results[0].Type}";

    private static Graph Joined(int first, int second)
    {
        var graph = new Graph();
        Value a = graph.AddInput(new TensorType(DType.Float32, [1, first])), b = graph.AddInput(new TensorType(DType.Float32, [1, second]));
        Value[] packed = [graph.Emit(new PackLevels(), a, graph.Emit(Literal.Scalar(0f))), graph.Emit(new PackLevels(), b, graph.Emit(Literal.Scalar(0f)))];
        graph.SetOutputs(graph.Emit(new Concat { Axis = 1 }, packed));
        return graph;
    }
}
