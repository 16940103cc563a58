using Xunit;

namespace OneBit.IR.Tests.Inference;

/// <summary>Types of binary ops.</summary>
public sealed class BinaryInferenceTests
{
    public static TheoryData<string, string, string> Fitting => new()
    {
        { "f32[1,8,8,40]", "BinaryQuantize(%0)", "bits[1,8,8,40]" },
        { "bool[3]", "BinaryQuantize(%0)", "bits[3]" },
        { "bits[1,8,8,40]", "BinaryDequantize(%0)", "f32[1,8,8,40]" },
        { "bits[1,8,8,40]", "BinaryDequantize(%0) {output = i8} : i8[1,8,8,40]{scale 0.5}", "i8[1,8,8,40]" },
        { "bits[1,8,8,40] ; bits[8,3,3,40] ; f32[8]", "BinaryConv2D(%0, %1, %2, %2, none) {pad_values = 1, stride = [2, 2]}", "f32[1,4,4,8]" },
        { "bits[1,8,8,40] ; bits[8,3,3,40] ; i32[8]", "BinaryConv2D(%0, %1, none, none, %2) {padding = valid, output = bits}", "bits[1,6,6,8]" },
        { "bits[1,8,8,64] ; bits[8,3,3,32] ; f32[8]", "BinaryConv2D(%0, %1, %2, %2)", "f32[1,8,8,8]" },
        { "bits[1,8,8,40]", "BinaryMaxPool2D(%0) {filter = [2, 2], stride = [2, 2]}", "bits[1,4,4,40]" },
        { "i32[1,8,8,2]", "WordsToBits(%0) {channels = 40}", "bits[1,8,8,40]" },
        { "bits[1,8,8,40]", "BitsToWords(%0)", "i32[1,8,8,2]" },
    };

    public static TheoryData<string, string, string> NotFitting => new()
    {
        { "i16[1,8]", "BinaryQuantize(%0)", "needs input of f32 or i8 or bool, not i16[1,8]" },
        { "f32[]", "BinaryQuantize(%0)", "of rank 1 or more" },
        { "i32[1,2]", "BinaryDequantize(%0)", "needs input of bits, not i32[1,2]" },
        { "bits[1,2]", "BinaryDequantize(%0) {output = i16}", "needs output f32, i8 or bool, not i16" },
        { "bits[1,8,8,40] ; bits[8,3,3,40] ; f32[8]", "BinaryConv2D(%0, %1, none, %2)", "needs for f32 results a multiplier, not none" },
        { "bits[1,8,8,40] ; bits[8,3,3,40] ; f32[8]", "BinaryConv2D(%0, %1, %2, %2) {output = bits}", "needs for bits results a threshold, not none" },
        { "bits[1,8,8,40] ; bits[8,3,3,40] ; f32[7] ; f32[8]", "BinaryConv2D(%0, %1, %2, %3)", "needs multiplier of length 8, not 7" },
        { "bits[1,8,8,40] ; bits[8,3,3,40] ; f32[8]", "BinaryConv2D(%0, %1, %2, %2) {pad_values = 2}", "needs pad_values of 0 or 1, not 2" },
        { "bits[1,8,8,40] ; bits[8,3,3,40] ; f32[8]", "BinaryConv2D(%0, %1, %2, %2) {output = i16}", "needs output f32, i8 or bits, not i16" },
        { "bits[1,8,8,40] ; bits[8,3,3,33] ; f32[8]", "BinaryConv2D(%0, %1, %2, %2)", "needs input channels a multiple of the filter's 33, not 40" },
        { "bits[1,8,8,40] ; bits[8,3,3,20] ; f32[8]", "BinaryConv2D(%0, %1, %2, %2)", "needs channels per group a multiple of 32, not 20" },
        { "bits[1,8,8,96] ; bits[8,3,3,32] ; f32[8]", "BinaryConv2D(%0, %1, %2, %2)", "needs filters a multiple of the 3 groups, not 8" },
        { "bits[1,8,8,40] ; f32[8,3,3,40] ; f32[8]", "BinaryConv2D(%0, %1, %2, %2)", "needs filter of bits, not f32[8,3,3,40]" },
        { "bits[1,8,8,40] ; bits[8,3,3,40] ; f32[8]", "BinaryConv2D(%0, %1, %2, %2) {stride = [0, 1]}", "needs a stride height of 1 or more, not 0" },
        { "bits[1,8,8,40]", "BinaryMaxPool2D(%0) {stride = [0, 1]}", "needs a stride height of 1 or more, not 0" },
        { "bits[1,8,8,40]", "BinaryMaxPool2D(%0) {filter = [-2, 1]}", "needs a filter height of 1 or more, not -2" },
        { "i32[1,8,8,2]", "WordsToBits(%0) {channels = 70}", "needs for 70 channels an innermost dimension of 3, not 2" },
        { "i32[1,8,8,2]", "WordsToBits(%0) {channels = 31}", "needs for 31 channels an innermost dimension of 1, not 2" },
        { "i32[1,8,8,2]", "WordsToBits(%0)", "needs channels of 1 or more, not 0" },
        { "i32[1,2]", "BitsToWords(%0)", "needs input of bits" },
    };

    [Theory]
    [MemberData(nameof(Fitting))]
    public void Results_have_the_types_that_TensorFlow_gives(string inputs, string application, string expected) => InferenceCase.Gives(inputs, application, expected);

    [Theory]
    [MemberData(nameof(NotFitting))]
    public void Operands_that_do_not_fit_are_refused(string inputs, string application, string message) => InferenceCase.IsRefused(inputs, application, message);
}
