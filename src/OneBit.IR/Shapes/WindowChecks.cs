using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Sizes of the results of windowed ops, with the checks that they share.</summary>
internal static class WindowChecks
{
    /// <summary>The most taps of a window. A pooling window costs a file nothing to declare, and with padding any size fits any image.</summary>
    private const long MaxTaps = 1 << 20;

    public static (int Height, int Width) Window(this Operands operands, Shape input, Size2D filter, Size2D stride, Size2D dilation, Padding padding)
    {
        if ((long)filter.Height * filter.Width > MaxTaps)
            throw operands.Wrong("a window", $"of at most {MaxTaps} taps", $"{filter}");
        return (operands.Window("height", input[1], filter.Height, stride.Height, dilation.Height, padding),
            operands.Window("width", input[2], filter.Width, stride.Width, dilation.Width, padding));
    }

    public static int Window(this Operands operands, string dimension, int input, int filter, int stride, int dilation, Padding padding)
    {
        if (filter != Shape.Unknown)
            operands.AtLeast($"a filter {dimension}", 1, filter);
        operands.AtLeast($"a stride {dimension}", 1, stride);
        operands.AtLeast($"a dilation {dimension}", 1, dilation);
        int output = Windows.OutputSize(input, filter, stride, dilation, padding);
        if (output > 0 && filter != Shape.Unknown)
            _ = Windows.Pads(input, filter, stride, dilation, padding); // must be countable
        return output != 0 ? output : throw operands.Wrong(
            $"an input {dimension}", padding == Padding.Same ? "of 1 or more" : $"of {Windows.EffectiveFilter(filter, dilation)} or more for its filter", $"{input}");
    }
}
