using OneBit.IR.Tests.Inference;
using Xunit;

namespace OneBit.IR.Tests.Graphs;

public sealed class MacsTests
{
    [Theory]
    [InlineData("f32[1,8,8,3] ; f32[4,3,3,3]", "Conv2D(%0, %1)", 0, 0, 8 * 8 * 4 * 27)]
    [InlineData("f32[1,8,8,4] ; f32[4,3,3,2]", "Conv2D(%0, %1) {stride = [2, 2]}", 0, 0, 4 * 4 * 4 * 18)]
    [InlineData("i8[1,8,8,3]{scale 1} ; i8[4,3,3,3]{scale 1}", "Conv2D(%0, %1)", 0, 8 * 8 * 4 * 27, 0)]
    [InlineData("f32[1,8,8,3] ; f32[1,3,3,6]", "DepthwiseConv2D(%0, %1) {multiplier = 2}", 0, 0, 8 * 8 * 6 * 9)]
    [InlineData("f32[1,4,4,4,2] ; f32[2,2,2,2,3]", "Conv3D(%0, %1)", 0, 0, 64 * 3 * 16)]
    [InlineData("f32[1,4,4,3] ; f32[5,2,2,3]", "TransposeConv(i32[4] [1, 8, 8, 5], %1, %0) {stride = [2, 2]}", 0, 0, 16 * 60)]
    [InlineData("f32[2,7] ; f32[5,7]", "FullyConnected(%0, %1)", 0, 0, 70)]
    [InlineData("f32[2,3,4] ; f32[2,4,5]", "BatchMatMul(%0, %1)", 0, 0, 2 * 3 * 4 * 5)]
    [InlineData("bits[1,8,8,40] ; bits[8,3,3,40] ; i32[8]", "BinaryConv2D(%0, %1, none, none, %2) {output = bits}", 64 * 8 * 9 * 40, 0, 0)]
    [InlineData("f32[1,8,8,3]", "Unary(%0)", 0, 0, 0)]
    public void Products_are_counted_by_their_arithmetic(string inputs, string application, long binary, long int8, long real) =>
        Assert.Equal(new Macs(binary, int8, real), Macs.Of(InferenceCase.Parse(inputs, application)));

    [Fact]
    public void Parameters_are_counted_as_they_are_stored()
    {
        Graph graph = InferenceCase.Parse("bits[1,8,8,40]", "BinaryConv2D(%0, bits[8,3,3,40] splat(1), f32[8] splat(1), f32[8] splat(0))");
        Assert.Equal((8 * 9 * 2 * 4) + 32 + 32, Macs.ParameterBytes(graph.Nodes[^1]));
    }
}
