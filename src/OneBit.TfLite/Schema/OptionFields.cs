using OneBit.TfLite.FlatBuffers;

namespace OneBit.TfLite.Schema;

/// <summary>Fields of the tables of operators' options, numbered as in the schema.</summary>
internal static class OptionFields
{
    internal static class Conv2D
    {
        public static readonly Field Padding = new(0, "padding");
        public static readonly Field StrideWidth = new(1, "stride_w");
        public static readonly Field StrideHeight = new(2, "stride_h");
        public static readonly Field Activation = new(3, "fused_activation_function");
        public static readonly Field DilationWidth = new(4, "dilation_w_factor");
        public static readonly Field DilationHeight = new(5, "dilation_h_factor");
    }

    internal static class DepthwiseConv2D
    {
        public static readonly Field Padding = new(0, "padding");
        public static readonly Field StrideWidth = new(1, "stride_w");
        public static readonly Field StrideHeight = new(2, "stride_h");
        public static readonly Field Multiplier = new(3, "depth_multiplier");
        public static readonly Field Activation = new(4, "fused_activation_function");
        public static readonly Field DilationWidth = new(5, "dilation_w_factor");
        public static readonly Field DilationHeight = new(6, "dilation_h_factor");
    }

    internal static class Conv3D
    {
        public static readonly Field Padding = new(0, "padding");
        public static readonly Field StrideDepth = new(1, "stride_d");
        public static readonly Field StrideWidth = new(2, "stride_w");
        public static readonly Field StrideHeight = new(3, "stride_h");
        public static readonly Field Activation = new(4, "fused_activation_function");
        public static readonly Field DilationDepth = new(5, "dilation_d_factor");
        public static readonly Field DilationWidth = new(6, "dilation_w_factor");
        public static readonly Field DilationHeight = new(7, "dilation_h_factor");
    }

    internal static class TransposeConv
    {
        public static readonly Field Padding = new(0, "padding");
        public static readonly Field StrideWidth = new(1, "stride_w");
        public static readonly Field StrideHeight = new(2, "stride_h");
        public static readonly Field Activation = new(3, "fused_activation_function");
    }

    internal static class Pool2D
    {
        public static readonly Field Padding = new(0, "padding");
        public static readonly Field StrideWidth = new(1, "stride_w");
        public static readonly Field StrideHeight = new(2, "stride_h");
        public static readonly Field FilterWidth = new(3, "filter_width");
        public static readonly Field FilterHeight = new(4, "filter_height");
        public static readonly Field Activation = new(5, "fused_activation_function");
    }

    internal static class FullyConnected
    {
        public static readonly Field Activation = new(0, "fused_activation_function");
        public static readonly Field WeightsFormat = new(1, "weights_format");
        public static readonly Field KeepDims = new(2, "keep_num_dims");
    }

    internal static class BatchMatMul
    {
        public static readonly Field AdjointLeft = new(0, "adj_x");
        public static readonly Field AdjointRight = new(1, "adj_y");
    }

    internal static class Arithmetic
    {
        public static readonly Field Activation = new(0, "fused_activation_function");
    }

    internal static class Softmax
    {
        public static readonly Field Beta = new(0, "beta");
    }

    internal static class LeakyRelu
    {
        public static readonly Field Alpha = new(0, "alpha");
    }

    internal static class Gelu
    {
        public static readonly Field Approximate = new(0, "approximate");
    }

    internal static class Cast
    {
        public static readonly Field From = new(0, "in_data_type");
        public static readonly Field To = new(1, "out_data_type");
    }

    internal static class OutputType
    {
        public static readonly Field Element = new(0, "output_type");
    }

    internal static class Reducer
    {
        public static readonly Field KeepDims = new(0, "keep_dims");
    }

    internal static class Concatenation
    {
        public static readonly Field Axis = new(0, "axis");
        public static readonly Field Activation = new(1, "fused_activation_function");
    }

    internal static class Reshape
    {
        public static readonly Field Shape = new(0, "new_shape");
    }

    internal static class Squeeze
    {
        public static readonly Field Axes = new(0, "squeeze_dims");
    }

    internal static class Split
    {
        public static readonly Field Count = new(0, "num_splits");
    }

    internal static class Pack
    {
        public static readonly Field Count = new(0, "values_count");
        public static readonly Field Axis = new(1, "axis");
    }

    internal static class Unpack
    {
        public static readonly Field Count = new(0, "num");
        public static readonly Field Axis = new(1, "axis");
    }

    internal static class Gather
    {
        public static readonly Field Axis = new(0, "axis");
        public static readonly Field BatchDims = new(1, "batch_dims");
    }

    internal static class StridedSlice
    {
        public static readonly Field BeginMask = new(0, "begin_mask");
        public static readonly Field EndMask = new(1, "end_mask");
        public static readonly Field EllipsisMask = new(2, "ellipsis_mask");
        public static readonly Field NewAxisMask = new(3, "new_axis_mask");
        public static readonly Field ShrinkAxisMask = new(4, "shrink_axis_mask");
        public static readonly Field Offset = new(5, "offset");
    }

    internal static class Block
    {
        public static readonly Field Size = new(0, "block_size");
    }

    internal static class MirrorPad
    {
        public static readonly Field Mode = new(0, "mode");
    }

    internal static class ResizeBilinear
    {
        public static readonly Field AlignCorners = new(2, "align_corners");
        public static readonly Field HalfPixelCenters = new(3, "half_pixel_centers");
    }

    internal static class ResizeNearest
    {
        public static readonly Field AlignCorners = new(0, "align_corners");
        public static readonly Field HalfPixelCenters = new(1, "half_pixel_centers");
    }
}
