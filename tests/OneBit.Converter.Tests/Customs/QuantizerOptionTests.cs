using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Converter.Tests;

public sealed class QuantizerOptionTests
{
    [Fact]
    public void One_line_says_threshold_levels_strictness_and_NaN()
    {
        CustomObjects customs = QuantizerOption.Parse("My>Q=threshold:-0.25,levels:1.5:-1e-3,strict,nan:above");
        var graph = new Graph();
        Value result = customs.Quantizers["My>Q"](CustomsFileTests.Object("{}")).Emit(graph, graph.AddInput(new TensorType(DType.Float32, [2, 3])));
        Assert.Equal(NanRule.Above, Assert.IsType<TwoLevelQuantize>(result.Producer!.Op).Nan);
        Assert.Equal([MathF.BitIncrement(-0.25f)], result.Producer.Operands[1]!.Constant!.Values<float>());
        Assert.Equal([1.5f], result.Producer.Operands[2]!.Constant!.Values<float>());
        Assert.Equal([-1e-3f], result.Producer.Operands[3]!.Constant!.Values<float>());
    }

    [Theory]
    [InlineData("Q")]
    [InlineData("=threshold:0,levels:0:1")]
    [InlineData("Q=")]
    [InlineData("Q=threshold:0")]
    [InlineData("Q=levels:0:1")]
    [InlineData("Q=threshold:x,levels:0:1")]
    [InlineData("Q=threshold:0,levels:0")]
    [InlineData("Q=threshold:0,levels:0:1:2")]
    [InlineData("Q=threshold:0,threshold:1,levels:0:1")]
    [InlineData("Q=threshold:0,levels:0:1,nan:up")]
    [InlineData("Q=threshold:0,levels:0:1,lax")]
    [InlineData("Q=threshold:0,levels:0:1,")]
    public void Anything_else_shows_how_it_is_written(string text) =>
        Assert.Contains(QuantizerOption.Syntax, Assert.Throws<FormatException>(() => QuantizerOption.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Q=threshold:0,levels:1:1", "two levels that differ")]
    [InlineData("Q=threshold:NaN,levels:0:1", "finite numbers, found NaN")]
    [InlineData("Q=threshold:0,levels:0:Infinity", "finite numbers")]
    public void Numbers_that_make_no_quantizer_are_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<ModelFormatException>(() => QuantizerOption.Parse(text)).Message, StringComparison.Ordinal);
}
