using OneBit.Tensors;
using Xunit;

namespace OneBit.IR.Tests.Inference;

public sealed class QuantizationInferenceTests
{
    private const string Codes = "i8[1,4,4,2]{scale 0.5, zero 3}";

    [Theory]
    [InlineData("Reshape(%0) {shape = [32]}")]
    [InlineData("Slice(%0, i32[4] [0, 0, 0, 0], i32[4] [1, 2, 2, 1])")]
    [InlineData("Transpose(%0, i32[4] [0, 2, 1, 3])")]
    [InlineData("Pool2D(%0) {filter = [2, 2]}")]
    [InlineData("Concat(%0, %0)")]
    public void Ops_that_move_values_keep_the_scale(string application) =>
        Assert.Equal(new Quantization(0.5f, 3), InferenceCase.Parse(Codes, application).Outputs[0].Type.Quantization);

    [Theory]
    [InlineData("Pool2D(%0) {kind = average, filter = [2, 2]}")]
    [InlineData("Unary(%0) {kind = logistic}")]
    [InlineData("Softmax(%0)")]
    [InlineData("Concat(%0, %1)")]
    [InlineData("Binary(%0, %0)")]
    public void Ops_that_calculate_do_not(string application) =>
        Assert.Null(InferenceCase.Parse($"{Codes} ; i8[1,4,4,2]{{scale 0.25}}", application).Outputs[0].Type.Quantization);

    [Fact]
    public void Scales_along_an_axis_follow_a_transposition()
    {
        Graph graph = InferenceCase.Parse("i8[2,3]{axis 1, scale [1, 2, 4], zero 0}", "Transpose(%0, i32[2] [1, 0])");
        Assert.Equal(0, graph.Outputs[0].Type.Quantization?.Axis);
        Assert.Equal("i8[3,2]", $"{graph.Outputs[0].Type}");
    }
}
