using Xunit;

namespace OneBit.IR.Tests.Inference;

/// <summary>Types of convolutions, dense layers, matrix products and pooling.</summary>
public sealed class ConvolutionInferenceTests
{
    public static TheoryData<string, string, string> Fitting => new()
    {
        { "f32[1,28,28,1] ; f32[16,3,3,1]", "Conv2D(%0, %1) {stride = [2, 2]}", "f32[1,14,14,16]" },
        { "f32[1,28,28,1] ; f32[16,3,3,1] ; f32[16]", "Conv2D(%0, %1, %2) {padding = valid}", "f32[1,26,26,16]" },
        { "f32[?,?,?,3] ; f32[8,3,3,3]", "Conv2D(%0, %1, none) {stride = [2, 1]}", "f32[?,?,?,8]" },
        { "f32[1,9,9,4] ; f32[8,3,3,4]", "Conv2D(%0, %1) {padding = valid, dilation = [3, 2]}", "f32[1,3,5,8]" },
        { "f32[1,5,5,8] ; f32[6,1,1,4]", "Conv2D(%0, %1)", "f32[1,5,5,6]" },
        { "i8[1,5,5,2]{scale 0.5, zero 3} ; i8[3,1,1,2]{axis 0, scale [1, 2, 4], zero 0} ; i32[3]", "Conv2D(%0, %1, %2) : i8[1,5,5,3]{scale 0.5, zero 3}", "i8[1,5,5,3]" },
        { "f32[0,5,5,2] ; f32[3,1,1,2]", "Conv2D(%0, %1)", "f32[0,5,5,3]" },
        { "f32[1,5,5,3] ; f32[1,3,3,6]", "DepthwiseConv2D(%0, %1) {padding = valid, multiplier = 2}", "f32[1,3,3,6]" },
        { "f32[1,5,5,?] ; f32[1,3,3,6]", "DepthwiseConv2D(%0, %1)", "f32[1,5,5,6]" },
        { "f32[1,8,9,10,3] ; f32[2,3,3,3,5]", "Conv3D(%0, %1) {stride = [1, 2, 3], padding = valid}", "f32[1,7,4,3,5]" },
        { "f32[1,4,4,3] ; f32[5,2,2,3]", "TransposeConv(i32[4] [1, 8, 8, 5], %1, %0) {stride = [2, 2], padding = valid}", "f32[1,8,8,5]" },
        { "f32[1,4,4,3] ; f32[5,3,3,3] ; i32[4]", "TransposeConv(%2, %1, %0) {stride = [2, 2]}", "f32[1,?,?,5]" },
        { "f32[2,7] ; f32[5,7] ; f32[5]", "FullyConnected(%0, %1, %2)", "f32[2,5]" },
        { "f32[2,2,3,4] ; f32[6,24]", "FullyConnected(%0, %1) {activation = relu}", "f32[2,6]" },
        { "f32[2,3,8] ; f32[4,8]", "FullyConnected(%0, %1) {keep_dims = true}", "f32[2,3,4]" },
        { "f32[2,3,8] ; f32[4,8]", "FullyConnected(%0, %1)", "f32[6,4]" },
        { "f32[?,8] ; f32[4,8]", "FullyConnected(%0, %1)", "f32[?,4]" },
        { "f32[2,1,3,4] ; f32[5,4,6]", "BatchMatMul(%0, %1)", "f32[2,5,3,6]" },
        { "f32[4,3] ; f32[6,4]", "BatchMatMul(%0, %1) {adjoint_left = true, adjoint_right = true}", "f32[3,6]" },
        { "f32[1,7,7,4]", "Pool2D(%0) {kind = average, filter = [3, 3], stride = [2, 2]}", "f32[1,4,4,4]" },
        { "f32[1,7,7,4]", "Pool2D(%0) {filter = [2, 2], stride = [2, 2], padding = valid}", "f32[1,3,3,4]" },
    };

    public static TheoryData<string, string, string> NotFitting => new()
    {
        { "f32[5,5,3] ; f32[4,3,3,3]", "Conv2D(%0, %1)", "needs input of rank 4, not f32[5,5,3]" },
        { "f32[1,4,4,5] ; f32[2,3,3,3]", "Conv2D(%0, %1)", "needs input channels a multiple of the filter's 3, not 5" },
        { "f32[1,4,4,6] ; f32[3,3,3,3]", "Conv2D(%0, %1)", "needs filters a multiple of the 2 groups, not 3" },
        { "f32[1,4,4,3] ; f32[2,3,3,3] ; f32[3]", "Conv2D(%0, %1, %2)", "needs bias of length 2, not 3" },
        { "f32[1,4,4,3] ; f32[2,3,3,3] ; i32[2]", "Conv2D(%0, %1, %2)", "needs bias of f32, not i32[2]" },
        { "f32[1,4,4,3] ; f32[2,3,3,3]", "Conv2D(%0, %1) {stride = [0, 1]}", "needs a stride height of 1 or more, not 0" },
        { "f32[1,4,4,3] ; f32[2,3,3,3]", "Conv2D(%0, %1) {stride = [1, -1]}", "needs a stride width of 1 or more, not -1" },
        { "f32[1,4,4,3] ; f32[2,3,3,3]", "Conv2D(%0, %1) {dilation = [0, 1]}", "needs a dilation height of 1 or more, not 0" },
        { "f32[1,2,2,3] ; f32[2,3,3,3]", "Conv2D(%0, %1) {padding = valid}", "needs an input height of 3 or more for its filter, not 2" },
        { "f32[1,0,2,3] ; f32[2,3,3,3]", "Conv2D(%0, %1)", "needs an input height of 1 or more, not 0" },
        { "f32[1,2,2,3] ; f32[2,3,3,3]", "Conv2D(%0, %1) {dilation = [2147483647, 1]}", "too large" },
        { "i8[1,2,2,3]{scale 0.5, zero 3} ; f32[2,3,3,3]", "Conv2D(%0, %1)", "needs filter of i8, not f32[2,3,3,3]" },
        { "i8[1,5,5,2]{scale 0.5, zero 3} ; i8[2,1,1,2]{axis 0, scale [1, 2, 4], zero 0}", "Conv2D(%0, %1)", "needs 2 scales for dimension 0 of i8[2,1,1,2], not 3" },
        { "i8[1,5,5,2]{scale 0.5, zero 3} ; i8[2,1,1,2]{axis 9, scale [1, 2], zero 0}", "Conv2D(%0, %1)", "needs scales along a dimension below 4, not 9" },
        { "i8[1,5,5,2]{scale 0.5, zero 3} ; i8[2,1,1,2]{axis 3, scale [1, 2], zero 0}", "Conv2D(%0, %1)", "with scales along dimension 0, not 3" },
        { "f32[1,4,4,3] ; f32[2,3,3,3]", "Conv2D(%0)", "operands (input, filter, bias?)" },
        { "f32[1,4,4,3] ; f32[2,3,3,3]", "Conv2D(none, %1)", "has no input" },
        { "f32[1,4,4,3] ; f32[2,3,3,3]", "Conv2D(%0, %1) : f32[1,4,4,4]", "gives f32[1,4,4,2], the model says f32[1,4,4,4]" },
        { "f32[1,5,5,3] ; f32[1,3,3,6]", "DepthwiseConv2D(%0, %1)", "needs a filter for input channels · 1 = 3, not 6" },
        { "f32[1,5,5,3] ; f32[2,3,3,3]", "DepthwiseConv2D(%0, %1)", "needs a filter whose first dimension is 1, not 2" },
        { "f32[1,5,5,3] ; f32[1,3,3,3]", "DepthwiseConv2D(%0, %1) {multiplier = 0}", "needs a multiplier of 1 or more, not 0" },
        { "f32[1,8,9,10,3] ; f32[2,3,3,4,5]", "Conv3D(%0, %1)", "needs input channels 4, not 3" },
        { "f32[1,8,9,10,3] ; f32[2,3,3,3,5]", "Conv3D(%0, %1) {stride = [1, 1]}", "needs strides, in number 3, not 2" },
        { "f32[1,4,4,3] ; f32[5,2,2,3]", "TransposeConv(i32[4] [1, 9, 8, 5], %1, %0) {stride = [2, 2]}", "for its output shape an input height 5, not 4" },
        { "f32[1,4,4,3] ; f32[5,2,2,3]", "TransposeConv(i32[4] [1, 8, 8, 6], %1, %0) {stride = [2, 2]}", "needs output channels 5, not 6" },
        { "f32[1,7] ; f32[4,5]", "FullyConnected(%0, %1)", "needs trailing input dimensions that make up 5, not f32[1,7]" },
        { "f32[5,7] ; f32[4,5]", "FullyConnected(%0, %1)", "needs trailing input dimensions that make up 5" },
        { "f32[2,3,8] ; f32[4,24]", "FullyConnected(%0, %1) {keep_dims = true}", "needs trailing input dimensions that make up 24" },
        { "f32[2,3] ; f32[4,3]", "BatchMatMul(%0, %1)", "needs an inner dimension of right of 3, not 4" },
        { "f32[2,3,4] ; f32[3,4,5]", "BatchMatMul(%0, %1)", "batches that broadcast" },
        { "f32[1,7,7,4]", "Pool2D(%0) {filter = [0, 1]}", "needs a filter height of 1 or more, not 0" },
        { "f32[1,7,7,4]", "Pool2D(%0) {stride = [1, 0]}", "needs a stride width of 1 or more, not 0" },
        { "bool[1,7,7,4]", "Pool2D(%0)", "needs input of numbers, not bool[1,7,7,4]" },
    };

    [Theory]
    [MemberData(nameof(Fitting))]
    public void Results_have_the_types_that_TensorFlow_gives(string inputs, string application, string expected) => InferenceCase.Gives(inputs, application, expected);

    [Theory]
    [MemberData(nameof(NotFitting))]
    public void Operands_that_do_not_fit_are_refused(string inputs, string application, string message) => InferenceCase.IsRefused(inputs, application, message);
}
