using Xunit;

namespace OneBit.IR.Tests.Inference;

/// <summary>Types of quantizers, batch norms, packed levels and the convolution over levels.</summary>
public sealed class LevelInferenceTests
{
    public static TheoryData<string, string, string> Fitting => new()
    {
        { "f32[1,8,8,40] ; f32[40] ; f32[]", "TwoLevelQuantize(%0, %1, %2, %1) {nan = below}", "f32[1,8,8,40]" },
        { "f32[?,3] ; f32[2] ; f32[3]", "MultiLevelQuantize(%0, %1, %2)", "f32[?,3]" },
        { "f32[3]", "FakeQuantize(%0) {min = -1, max = 3, bits = 4, narrow_range = true}", "f32[3]" },
        { "f32[1,8,8,40] ; f32[40]", "BatchNorm(%0, %1, %1, none, %1) {form = folded}", "f32[1,8,8,40]" },
        { "f32[1,8,8,40] ; f32[40]", "PackLevels(%0, %1) {nan_is_upper = false}", "bits[1,8,8,40]" },
        { "f32[1,8,8,40] ; f32[] ; f32[40]", "PackLevels(%0, %1, %2)", "bits[1,8,8,40]" },
        { "f32[1,8,8,40] ; f32[7]", "PackPlanes(%0, %1) {planes = 3}", "bits[3,1,8,8,40]" },
        { "bits[1,8,8,40] ; bits[8,3,3,40] ; f32[8]", "LevelConv2D(%0, %1, %2)", "f32[1,6,6,8]" },
        { "bits[3,2,8,8,40] ; bits[8,3,3,20] ; f32[]", "LevelConv2D(%0, %1, none, %2) {levels = unipolar, zero = 4, padding = same, stride = [2, 2]}", "f32[2,4,4,8]" },
        { "bits[1,8,8,40] ; bits[8,3,3,40] ; i32[8]", "LevelConv2D(%0, %1, none, none, none, none, none, none, none, none, %2, %2) {output = bits, pads = [1, 1, 0, 2]}", "bits[1,8,8,8]" },
        { "bits[1,8,40] ; bits[1,8,5]", "Concat(%0, %1) {axis = 2}", "bits[1,8,45]" },
        { "bits[1,8,40]", "Reshape(%0) {shape = [5, -1]}", "bits[5,64]" },
    };

    public static TheoryData<string, string, string> NotFitting => new()
    {
        { "f32[2,3] ; f32[2]", "TwoLevelQuantize(%0, %1, %1, %1)", "needs threshold of length 1 or 3, not 2" },
        { "i32[2,3] ; f32[]", "TwoLevelQuantize(%0, %1, %1, %1)", "needs input of f32" },
        { "f32[3] ; f32[2]", "MultiLevelQuantize(%0, %1, %1)", "needs levels, in number, 3, not 2" },
        { "f32[3]", "FakeQuantize(%0) {bits = 17}", "needs bits in 2 to 16, not 17" },
        { "f32[3]", "FakeQuantize(%0) {min = 1}", "of min < max" },
        { "f32[1,3] ; f32[2]", "BatchNorm(%0, %1, %1)", "needs mean of length 3, not 2" },
        { "f32[] ; f32[]", "PackLevels(%0, %1)", "of rank 1 or more" },
        { "f32[3] ; f32[4]", "PackPlanes(%0, %1)", "of at most 3, not 4" },
        { "f32[3] ; f32[4]", "PackPlanes(%0, %1) {planes = 9}", "needs planes in 1 to 8, not 9" },
        { "bits[9,1,8,8,40] ; bits[8,3,3,40]", "LevelConv2D(%0, %1) {levels = unipolar}", "needs planes in 1 to 8" },
        { "bits[2,1,8,8,40] ; bits[8,3,3,40]", "LevelConv2D(%0, %1)", "needs planes in 1 to 8 of unipolar levels" },
        { "bits[1,8,8,40] ; bits[8,3,3,40]", "LevelConv2D(%0, %1) {zero = 1}", "needs zero of 0 for bipolar levels" },
        { "bits[1,8,8,40] ; bits[8,3,3,40]", "LevelConv2D(%0, %1) {pad_value = 257}", "in −256 to 256" },
        { "bits[1,8,8,40] ; bits[8,3,3,40]", "LevelConv2D(%0, %1) {output = bits}", "needs for bits results a least, not none" },
        { "bits[1,8,8,40] ; bits[8,3,3,40]", "LevelConv2D(%0, %1) {pads = [1, 1]}", "needs pads of 4 counts" },
        { "bits[1,8,8,40] ; bits[8,3,3,40]", "LevelConv2D(%0, %1) {pads = [1, 1, 1, 1], padding = same}", "needs explicit pads with padding valid" },
        { "bits[1,8,8,40] ; bits[8,3,3,40] ; f32[7]", "LevelConv2D(%0, %1, %2)", "needs bias of length 1 or 8, not 7" },
        { "bits[1]", "Reshape(%0)", "needs for bits a shape of rank 1 or more" },
    };

    [Theory]
    [MemberData(nameof(Fitting))]
    public void Results_have_the_types_that_the_ops_define(string inputs, string application, string expected) => InferenceCase.Gives(inputs, application, expected);

    [Theory]
    [MemberData(nameof(NotFitting))]
    public void Operands_that_do_not_fit_are_refused(string inputs, string application, string message) => InferenceCase.IsRefused(inputs, application, message);
}
