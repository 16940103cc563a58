using OneBit.Passes;
using Xunit;

namespace OneBit.IR.Tests.Rewriting;

/// <summary>Why volumes, transposed convolutions and locally connected layers stay float where they do.</summary>
public sealed class RefusalTests
{
    private const string Sign = "TwoLevelQuantize(%x, f32[] 0.0, f32[] -1.0, f32[] 1.0)";
    private const string Halves = "TwoLevelQuantize(%x, f32[] 0.0, f32[] -0.5, f32[] 1.0)";

    [Theory]
    [InlineData("f32[1,2,1,1,1]", Sign, "Conv3D(%q, f32[2,1,1,1,1] [1.0, -0.5])", "kernel-not-two-level")]
    [InlineData("f32[1,2,1,1,1]", Sign, "Conv3D(%q, f32[2,1,1,1,1] [1.0, nan])", "kernel-not-finite")]
    [InlineData("f32[1,2,1,1,1]", Halves, "Conv3D(%q, f32[2,1,1,1,1] [1.0, -1.0])", "padding-not-a-level")]
    [InlineData("f32[1,?,1,1,1]", Sign, "Conv3D(%q, f32[2,1,1,1,1] [1.0, -1.0])", "conv3d")]
    [InlineData("f32[1,2,2,1]", Sign, "TransposeConv(i32[4] [1, 3, 3, 1], f32[1,2,2,1] [1.0, -1.0, 0.5, 1.0], %q) {padding = valid}", "kernel-not-two-level")]
    [InlineData("f32[1,2,2,1]", Halves, "TransposeConv(i32[4] [1, 3, 3, 1], f32[1,2,2,1] [1.0, -1.0, -1.0, 1.0], %q) {padding = valid}", "padding-not-a-level")]
    [InlineData("f32[?,2,2,1]", Sign, "TransposeConv(i32[4] [1, 3, 3, 1], f32[1,2,2,1] [1.0, -1.0, -1.0, 1.0], %q) {padding = valid}", "transposed-convolution")]
    [InlineData("f32[1,2,2]", Sign, "BatchMatMul(%q, f32[1,2,2] [1.0, -1.0, 0.5, 1.0])", "kernel-not-two-level")]
    [InlineData("f32[1,2,2]", Sign, "BatchMatMul(%q, %q)", "matrix-product")]
    public void It_is_kernel_border_or_size(string input, string quantizer, string layer, string code) => Assert.Equal(code, Code(input, quantizer, layer, ConversionTarget.OneBit));

    [Theory]
    [InlineData("f32[1,2,1,1,1]", "Conv3D(%q, f32[2,1,1,1,1] [1.0, -1.0])", "conv3d")]
    [InlineData("f32[1,2,2,1]", "TransposeConv(i32[4] [1, 3, 3, 1], f32[1,2,2,1] [1.0, -1.0, -1.0, 1.0], %q) {padding = valid}", "transposed-convolution")]
    [InlineData("f32[1,2,2]", "BatchMatMul(%q, f32[1,2,2] [1.0, -1.0, -1.0, 1.0])", "local-weights")]
    public void Stock_LCE_has_none_of_them(string input, string layer, string code) => Assert.Equal(code, Code(input, Sign, layer, ConversionTarget.Lce));

    [Fact]
    public void Zeros_around_the_windows_of_local_weights_are_out_of_reach() => Assert.Equal(
        "quantizer-out-of-reach",
        Code(
            "f32[1,2,1]",
            Sign,
            "Pad(%q, i32[3,2] [0, 0, 1, 0, 0, 0]) %r = Reshape(%p, i32[2] [1, 3]) %g = Gather(%r, i32[2,1,2] [0, 1, 1, 2]) {axis = 1} %y = BatchMatMul(%g, f32[2,2,1] [1.0, -1.0, 1.0, 1.0])",
            ConversionTarget.OneBit,
            first: "p"));

    private static string Code(string input, string quantizer, string layer, ConversionTarget target, string first = "y")
    {
        Graph graph = GraphParser.Parse($"graph @g(%x: {input}) {{ %q = {quantizer} %{first} = {layer} return %y }}");
        IReadOnlyList<Refusal> refusals = [];
        var options = new PassOptions { AfterPass = (pass, after) => refusals = pass == Binarize.Pass || pass == Binarize.LcePass ? Refusals.Explain(after, target) : refusals };
        PassRunner.Run(graph, target == ConversionTarget.Lce ? Pipelines.ToLce : Pipelines.ToOneBit, options);
        return Assert.Single(refusals).Code;
    }
}
