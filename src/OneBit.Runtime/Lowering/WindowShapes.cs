using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Sliding windows of the graph in the terms of the kernels.</summary>
internal static class WindowShapes
{
    /// <summary>The windows of a filter over NHWC images, or null where no kernel counts that far.</summary>
    public static WindowShape? Of(Shape input, Shape output, Size2D filter, Size2D stride, Size2D dilation, Padding padding)
    {
        bool fits = Fits(output[1], stride.Height, filter.Height, dilation.Height) && Fits(output[2], stride.Width, filter.Width, dilation.Width);
        if (!fits || filter.Height < 1 || filter.Width < 1 || stride.Height < 1 || stride.Width < 1 || dilation.Height < 1 || dilation.Width < 1)
            return null;
        return new WindowShape
        {
            Batch = input[0],
            InputHeight = input[1],
            InputWidth = input[2],
            OutputHeight = output[1],
            OutputWidth = output[2],
            FilterHeight = filter.Height,
            FilterWidth = filter.Width,
            StrideY = stride.Height,
            StrideX = stride.Width,
            DilationY = dilation.Height,
            DilationX = dilation.Width,
            PadTop = Windows.Pads(input[1], filter.Height, stride.Height, dilation.Height, padding).Before,
            PadLeft = Windows.Pads(input[2], filter.Width, stride.Width, dilation.Width, padding).Before,
        };
    }

    // The pads are less than the dilated filter, so this bounds every position that a window reaches.
    private static bool Fits(int output, int stride, int filter, int dilation) => ((long)output * stride) + (2L * filter * dilation) <= int.MaxValue;
}
