using Xunit;

namespace OneBit.IR.Tests.Inference;

/// <summary>Types of functions of elements and of reductions.</summary>
public sealed class ElementwiseInferenceTests
{
    public static TheoryData<string, string, string> Fitting => new()
    {
        { "f32[2,?]", "Unary(%0) {kind = exp}", "f32[2,?]" },
        { "bool[2]", "Unary(%0) {kind = logical_not}", "bool[2]" },
        { "i32[2]", "Unary(%0) {kind = neg}", "i32[2]" },
        { "f32[2]", "LeakyRelu(%0) {alpha = 0.1}", "f32[2]" },
        { "f32[1,4,4,3] ; f32[1,1,3]", "PRelu(%0, %1)", "f32[1,4,4,3]" },
        { "f32[2,1,4] ; f32[3,1]", "Binary(%0, %1) {kind = mul, activation = relu6}", "f32[2,3,4]" },
        { "f32[?,4] ; f32[1,4]", "Binary(%0, %1)", "f32[?,4]" },
        { "f32[?,4] ; f32[5,4]", "Binary(%0, %1)", "f32[5,4]" },
        { "bool[2] ; bool[]", "Binary(%0, %1) {kind = logical_or}", "bool[2]" },
        { "f32[2] ; f32[1]", "Compare(%0, %1) {kind = less}", "bool[2]" },
        { "bool[2] ; f32[3,2] ; f32[]", "Select(%0, %1, %2)", "f32[3,2]" },
        { "bool[3] ; f32[3,2] ; f32[3,2]", "Select(%0, %1, %2) {legacy = true}", "f32[3,2]" },
        { "f32[2]", "Cast(%0) {to = i64}", "i64[2]" },
        { "f32[2]", "Quantize(%0) : i8[2]{scale 0.5}", "i8[2]" },
        { "f32[2]", "Quantize(%0) {output = u8} : u8[2]{scale 0.5}", "u8[2]" },
        { "i8[2]{scale 0.5}", "Dequantize(%0)", "f32[2]" },
        { "f32[2,3]", "Softmax(%0) {beta = 2}", "f32[2,3]" },
        { "f32[2,3]", "LogSoftmax(%0)", "f32[2,3]" },
        { "f32[2,3,4]", "Reduce(%0, i32[2] [0, -1])", "f32[3]" },
        { "f32[2,3,4]", "Reduce(%0, i32[] 1) {kind = max, keep_dims = true}", "f32[2,1,4]" },
        { "f32[2,3,4]", "Reduce(%0, i32[0] [])", "f32[2,3,4]" },
        { "f32[2,3,4] ; i32[2]", "Reduce(%0, %1)", "f32[?]" },
        { "f32[2,3,4] ; i32[?]", "Reduce(%0, %1) {keep_dims = true}", "f32[?,?,?]" },
        { "f32[2,3,4]", "ArgReduce(%0, i32[1] [-1]) {output = i64}", "i64[2,3]" },
        { "f32[2,3,4]", "ArgReduce(%0, i64[] 0) {kind = min}", "i32[3,4]" },
        { "f32[2,5]", "TopK(%0, i32[] 3)", "f32[2,3] ; i32[2,3]" },
        { "f32[2,5] ; i32[]", "TopK(%0, %1)", "f32[2,?] ; i32[2,?]" },
    };

    public static TheoryData<string, string, string> NotFitting => new()
    {
        { "bool[2]", "Unary(%0) {kind = exp}", "needs input of f32 or f16" },
        { "f32[2]", "Unary(%0) {kind = logical_not}", "needs input of bool, not f32[2]" },
        { "f32[1,4] ; f32[3]", "PRelu(%0, %1)", "needs alpha that broadcasts with f32[1,4], not f32[3]" },
        { "f32[2,3] ; f32[2,4]", "Binary(%0, %1)", "needs right that broadcasts with f32[2,3], not f32[2,4]" },
        { "f32[2,3] ; i32[2,3]", "Binary(%0, %1)", "needs right of f32, not i32[2,3]" },
        { "f32[2] ; f32[2]", "Binary(%0, %1) {kind = logical_and}", "needs left of bool" },
        { "bits[2] ; bits[2]", "Compare(%0, %1)", "does not read bits" },
        { "f32[2] ; f32[2]", "Select(%0, %1, %1)", "needs condition of bool" },
        { "bool[2] ; f32[3,2]", "Select(%0, %1, %1) {legacy = true}", "needs condition of shape [3], not [2]" },
        { "f32[2]", "Cast(%0) {to = bits}", "needs to an element type of numbers or bool, not bits" },
        { "f32[2]", "Quantize(%0) {output = f32}", "needs output i8, u8, i16 or i32, not f32" },
        { "f32[2]", "Dequantize(%0)", "needs input of i8" },
        { "f32[]", "Softmax(%0)", "of rank 1 or more" },
        { "f32[2,3]", "Reduce(%0, i32[] 2)", "needs an axis in -2 to 1, not 2" },
        { "f32[2,3]", "Reduce(%0, f32[] 1)", "needs axes of i32 or i64, not f32[]" },
        { "f32[2,3]", "Reduce(%0, i32[] 1) {kind = any}", "needs input of bool" },
        { "f32[2,3] ; i32[?]", "Reduce(%0, %1)", "needs a constant axes" },
        { "f32[2,0]", "ArgReduce(%0, i32[] 1)", "of 1 or more" },
        { "f32[2,3]", "ArgReduce(%0, i32[2] [0, 1])", "of one element, not 2" },
        { "f32[2,5]", "TopK(%0, i32[] 6)", "needs count in 0 to 5, not 6" },
    };

    [Theory]
    [MemberData(nameof(Fitting))]
    public void Results_have_the_types_that_TensorFlow_gives(string inputs, string application, string expected) => InferenceCase.Gives(inputs, application, expected);

    [Theory]
    [MemberData(nameof(NotFitting))]
    public void Operands_that_do_not_fit_are_refused(string inputs, string application, string message) => InferenceCase.IsRefused(inputs, application, message);
}
