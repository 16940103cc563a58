using Xunit;

namespace OneBit.IR.Tests.Inference;

/// <summary>Types of ops that move values.</summary>
public sealed class MovementInferenceTests
{
    public static TheoryData<string, string, string> Fitting => new()
    {
        { "f32[2,3,4]", "Reshape(%0, i32[2] [-1, 6])", "f32[4,6]" },
        { "f32[2,3,4]", "Reshape(%0) {shape = [24]}", "f32[24]" },
        { "f32[?,7,7,2]", "Reshape(%0, i32[2] [-1, 98])", "f32[?,98]" },
        { "f32[2,3,4] ; i32[2]", "Reshape(%0, %1)", "f32[?,?]" },
        { "f32[1]", "Reshape(%0)", "f32[]" },
        { "f32[1,3,1]", "Squeeze(%0)", "f32[3]" },
        { "f32[1,3,1]", "Squeeze(%0) {axes = [-1]}", "f32[1,3]" },
        { "f32[2,3]", "ExpandDims(%0, i32[] -1)", "f32[2,3,1]" },
        { "f32[2,3] ; i32[]", "ExpandDims(%0, %1)", "f32[?,?,?]" },
        { "f32[2,3,4]", "Transpose(%0, i32[3] [2, 0, 1])", "f32[4,2,3]" },
        { "f32[2,3] ; f32[2,4]", "Concat(%0, %1) {axis = -1}", "f32[2,7]" },
        { "f32[2,?] ; f32[2,4]", "Concat(%0, %1) {axis = 1}", "f32[2,?]" },
        { "f32[?,3] ; f32[2,3]", "Concat(%0, %1) {axis = 1}", "f32[2,6]" },
        { "f32[4,3]", "Split(i32[] 0, %0) {count = 2}", "f32[2,3] ; f32[2,3]" },
        { "f32[4,3] ; i32[]", "Split(%1, %0) {count = 2}", "f32[?,?] ; f32[?,?]" },
        { "f32[5,3]", "SplitV(%0, i32[2] [2, -1], i32[] 0) {count = 2}", "f32[2,3] ; f32[3,3]" },
        { "f32[2,3] ; f32[2,3]", "Pack(%0, %1) {axis = 1}", "f32[2,2,3]" },
        { "f32[2,3]", "Unpack(%0) {axis = -2, count = 2}", "f32[3] ; f32[3]" },
        { "f32[2,3]", "Pad(%0, i32[2,2] [[1, 0], [0, 2]])", "f32[3,5]" },
        { "f32[2,?] ; f32[]", "Pad(%0, i64[2,2] [1, 0, 0, 2], %1)", "f32[3,?]" },
        { "f32[2,3] ; i32[2,2]", "Pad(%0, %1)", "f32[?,?]" },
        { "f32[2,3]", "MirrorPad(%0, i32[2,2] [1, 1, 2, 2])", "f32[4,7]" },
        { "f32[2,3]", "MirrorPad(%0, i32[2,2] [2, 2, 3, 3]) {mode = symmetric}", "f32[6,9]" },
        { "f32[4,5]", "Slice(%0, i32[2] [1, 2], i32[2] [2, -1])", "f32[2,3]" },
        { "f32[4,5] ; i32[2]", "Slice(%0, %1, i32[2] [2, -1])", "f32[2,?]" },
        { "f32[4,5,6]", "StridedSlice(%0, i32[3] [1, 0, -1], i32[3] [3, 5, -7], i32[3] [1, 2, -1])", "f32[2,3,6]" },
        { "f32[4,5,6]", "StridedSlice(%0, i32[1] [2], i32[1] [0], i32[1] [1]) {shrink_axis_mask = 1}", "f32[5,6]" },
        { "f32[4,5,6]", "StridedSlice(%0, i32[3] [0, 0, 1], i32[3] [0, 0, 3], i32[3] [1, 1, 1]) {ellipsis_mask = 1, new_axis_mask = 2}", "f32[4,5,1,2]" },
        { "f32[4,5]", "StridedSlice(%0, i64[2] [0, 0], i64[2] [0, 9223372036854775807], i64[2] [1, 1]) {begin_mask = 1, end_mask = 1}", "f32[4,5]" },
        { "f32[4,5]", "StridedSlice(%0, i32[1] [1], i32[1] [2], i32[1] [1]) {offset = true}", "f32[2,5]" },
        { "f32[?,5] ; i32[1]", "StridedSlice(%0, %1, %1, i32[1] [1])", "f32[?,5]" },
        { "f32[?,5]", "StridedSlice(%0, i32[2] [0, 3], i32[2] [9, 9], i32[2] [1, 1])", "f32[?,2]" },
        { "f32[4,5]", "Gather(%0, i32[2,3] [0, 1, 2, 3, 0, 1])", "f32[2,3,5]" },
        { "f32[2,4,5] ; i64[2,3]", "Gather(%0, %1) {axis = 1, batch_dims = 1}", "f32[2,3,5]" },
        { "f32[2,3]", "Tile(%0, i32[2] [3, 1])", "f32[6,3]" },
        { "f32[3]", "BroadcastTo(%0, i64[2] [2, 3])", "f32[2,3]" },
        { "i32[3]", "BroadcastTo(i8[] 1, %0)", "i8[?,?,?]" },
        { "f32[]", "Fill(i32[2] [2, 3], %0)", "f32[2,3]" },
        { "f32[2,?]", "ShapeOf(%0) {output = i64}", "i64[2]" },
        { "f32[1,4,6,3]", "SpaceToDepth(%0) {block = 2}", "f32[1,2,3,12]" },
        { "f32[1,2,3,12]", "DepthToSpace(%0) {block = 2}", "f32[1,4,6,3]" },
        { "f32[1,4,5,3]", "SpaceToBatch(%0, i32[2] [2, 3], i32[2,2] [0, 0, 1, 0])", "f32[6,2,2,3]" },
        { "f32[6,2,2,3]", "BatchToSpace(%0, i32[2] [2, 3], i32[2,2] [0, 0, 1, 0])", "f32[1,4,5,3]" },
        { "f32[1,4,5,3]", "Resize(%0, i32[2] [8, 7]) {align_corners = true}", "f32[1,8,7,3]" },
        { "f32[1,4,5,3] ; i32[2]", "Resize(%0, %1) {kind = nearest_neighbor, half_pixel_centers = true}", "f32[1,?,?,3]" },
    };

    public static TheoryData<string, string, string> NotFitting => new()
    {
        { "f32[32]", "Reshape(%0, i32[2] [1, 33])", "needs for [1,33] elements, in number 33, not 32" },
        { "f32[32]", "Reshape(%0, i32[2] [-1, 5])", "needs elements, in number, a multiple of 5, not 32" },
        { "f32[32]", "Reshape(%0, i32[2] [-1, -1])", "at most one −1" },
        { "f32[32]", "Reshape(%0, i32[2] [4, -8])", "at most one −1" },
        { "f32[32] ; i32[?]", "Reshape(%0, %1)", "needs a constant shape" },
        { "f32[0]", "Reshape(%0, i32[2] [0, -1])", "a multiple of 0" },
        { "f32[2,3]", "Squeeze(%0) {axes = [0]}", "needs dimension 0 of input of 1, not 2" },
        { "f32[?,3]", "Squeeze(%0)", "needs axes" },
        { "f32[2,3]", "ExpandDims(%0, i32[] 3)", "needs an axis in -3 to 2, not 3" },
        { "f32[2,3]", "Transpose(%0, i32[2] [0, 5])", "needs an axis in -2 to 1, not 5" },
        { "f32[2,3]", "Transpose(%0, i32[2] [1, 1])", "with every axis of 2 once, not [1,1]" },
        { "f32[2,3]", "Transpose(%0, i32[1] [0])", "needs permutation of length 2, not 1" },
        { "f32[2,3] ; f32[3,3]", "Concat(%0, %1) {axis = 1}", "needs input 1 that fits [2,3], not [3,3]" },
        { "f32[2,3] ; i8[2,3]", "Concat(%0, %1)", "needs inputs of f32, not i8[2,3]" },
        { "", "Concat()", "needs inputs, in number, of 1 or more, not 0" },
        { "f32[5,3]", "Split(i32[] 0, %0) {count = 2}", "needs dimension 0 of input a multiple of 2, not f32[5,3]" },
        { "f32[5,3]", "Split(i32[] 0, %0) {count = 2000000000}", "needs count in 1 to 65536" },
        { "f32[5,3]", "SplitV(%0, i32[2] [2, 2], i32[] 0) {count = 2}", "needs sizes that add up to 5, not 4" },
        { "f32[5,3]", "SplitV(%0, i32[2] [2, 3], i32[] 0) {count = 3}", "needs sizes of length 3, not 2" },
        { "f32[2,3] ; f32[3]", "Pack(%0, %1)", "needs inputs of rank 2" },
        { "f32[2,3]", "Unpack(%0) {count = 3}", "needs for 3 results dimension 0 of 3, not 2" },
        { "f32[2,3]", "Pad(%0, i32[2,2] [0, 0, -1, 0])", "needs pads that are not negative, not -1" },
        { "f32[2,3]", "Pad(%0, i32[1,2] [0, 0])", "needs pads of shape [2,2], not [1,2]" },
        { "f32[2,3] ; i8[]", "Pad(%0, i32[2,2] [0, 0, 1, 0], %1)", "needs value of f32" },
        { "f32[2,3]", "MirrorPad(%0, i32[2,2] [2, 0, 0, 0])", "of at most 1, not 2" },
        { "f32[4]", "Slice(%0, i32[1] [2], i32[1] [5])", "needs a block inside dimension 0 of f32[4], not begin 2, size 5" },
        { "f32[4]", "Slice(%0, i32[1] [-1], i32[1] [1])", "needs a block inside dimension 0 of f32[4], not begin -1, size 1" },
        { "f32[4]", "StridedSlice(%0, i32[1] [0], i32[1] [4], i32[1] [0])", "strides that are not 0" },
        { "f32[4]", "StridedSlice(%0, i32[2] [0, 0], i32[2] [4, 4], i32[2] [1, 1])", "at most 1 dimensions, names 2" },
        { "f32[4]", "StridedSlice(%0, i32[1] [4], i32[1] [5], i32[1] [1]) {shrink_axis_mask = 1}", "an index below 4" },
        { "f32[4,5]", "Gather(%0, i32[1] [4])", "needs indices in 0 to 3, not 4" },
        { "f32[4,5] ; f32[1]", "Gather(%0, %1)", "needs indices of i32" },
        { "f32[4,5] ; i32[4]", "Gather(%0, %1) {batch_dims = 1}", "needs batch_dims in 0 to 0, not 1" },
        { "f32[2,3]", "Tile(%0, i32[2] [-1, 1])", "needs multiples of 0 or more, not -1" },
        { "f32[2,3]", "Tile(%0, i32[2] [2000000000, 1])", "too large" },
        { "f32[3]", "BroadcastTo(%0, i32[2] [2, 4])", "needs input that broadcasts to [2,4], not f32[3]" },
        { "f32[]", "Fill(i32[2] [2, -3], %0)", "without negative dimensions" },
        { "f32[]", "Fill(i64[4] [2000000000, 2000000000, 2000000000, 1], %0)", "too large" },
        { "f32[2]", "ShapeOf(%0) {output = f32}", "needs output i32 or i64, not f32" },
        { "f32[1,5,6,3]", "SpaceToDepth(%0) {block = 2}", "needs height a multiple of 2, not 5" },
        { "f32[1,2,3,6]", "DepthToSpace(%0) {block = 2}", "needs channels a multiple of 4, not 6" },
        { "f32[1,2,3,6]", "DepthToSpace(%0) {block = 0}", "needs a block of 1 or more, not 0" },
        { "f32[1,4,5,3]", "SpaceToBatch(%0, i32[2] [2, 3], i32[2,2] [0, 0, 0, 0])", "needs padded dimension 2 a multiple of 3, not 5" },
        { "f32[5,2,2,3]", "BatchToSpace(%0, i32[2] [2, 3], i32[2,2] [0, 0, 1, 0])", "needs batch a multiple of 6, not 5" },
        { "f32[6,2,2,3]", "BatchToSpace(%0, i32[2] [2, 3], i32[2,2] [0, 0, 7, 0])", "of at most 6, not 7" },
        { "f32[1,4,5,3]", "Resize(%0, i32[2] [0, 7])", "needs size of 1 or more, not 0" },
        { "f32[1,4,5,3]", "Resize(%0, i32[2] [8, 7]) {align_corners = true, half_pixel_centers = true}", "not both" },
    };

    [Theory]
    [MemberData(nameof(Fitting))]
    public void Results_have_the_types_that_TensorFlow_gives(string inputs, string application, string expected) => InferenceCase.Gives(inputs, application, expected);

    [Theory]
    [MemberData(nameof(NotFitting))]
    public void Operands_that_do_not_fit_are_refused(string inputs, string application, string message) => InferenceCase.IsRefused(inputs, application, message);
}
