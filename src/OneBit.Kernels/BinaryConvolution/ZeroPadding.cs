using System.Numerics;
using System.Runtime.InteropServices;

namespace OneBit.Kernels;

/// <summary>
/// The integer correction for zero padding. The tiles read padded taps as +1, which adds the taps' Σw to d; this takes it off again:
/// d −= Σw(all taps) − Σw(taps inside the image) (F3). The taps inside always form a rectangle, also where the filter is larger than the image.
/// </summary>
internal static class ZeroPadding
{
    public static void Correct(PackedBinaryFilter filter, int outputRow, int outputColumn, int channel, Span<int> dots)
    {
        BinaryConvolutionShape shape = filter.Shape;
        (int top, int bottom) = Inside((outputRow * shape.StrideHeight) - shape.PadTop, shape.FilterHeight, shape.DilationHeight, shape.InputHeight);
        (int left, int right) = Inside((outputColumn * shape.StrideWidth) - shape.PadLeft, shape.FilterWidth, shape.DilationWidth, shape.InputWidth);
        if (top == 0 && left == 0 && bottom == shape.FilterHeight && right == shape.FilterWidth)
            return;
        ReadOnlySpan<int> all = Corner(filter, shape.FilterHeight, shape.FilterWidth, channel, dots.Length);
        ReadOnlySpan<int> topLeft = Corner(filter, top, left, channel, dots.Length);
        ReadOnlySpan<int> topRight = Corner(filter, top, right, channel, dots.Length);
        ReadOnlySpan<int> bottomLeft = Corner(filter, bottom, left, channel, dots.Length);
        ReadOnlySpan<int> bottomRight = Corner(filter, bottom, right, channel, dots.Length);

        int lanes = Vector<int>.Count;
        int o = 0;
        for (; o <= dots.Length - lanes; o += lanes)
        {
            Vector<int> inside = At(bottomRight, o) - At(topRight, o) - At(bottomLeft, o) + At(topLeft, o);
            (At(dots, o) - At(all, o) + inside).CopyTo(dots[o..]);
        }
        for (; o < dots.Length; o++)
            dots[o] += bottomRight[o] - topRight[o] - bottomLeft[o] + topLeft[o] - all[o];
    }

    /// <summary>The taps [first, last) that read inside [0, size); an empty range where none does.</summary>
    private static (int First, int Last) Inside(int origin, int taps, int dilation, int size)
    {
        int first = origin >= 0 ? 0 : Math.Min(taps, (-origin + dilation - 1) / dilation);
        int last = origin >= size ? 0 : Math.Min(taps, ((size - 1 - origin) / dilation) + 1);
        return (first, Math.Max(first, last));
    }

    private static ReadOnlySpan<int> Corner(PackedBinaryFilter filter, int row, int column, int channel, int count)
    {
        BinaryConvolutionShape shape = filter.Shape;
        int at = (((row * (shape.FilterWidth + 1)) + column) * shape.OutputChannels) + channel;
        return filter.TapSums.AsSpan(at, count);
    }

    private static Vector<int> At(ReadOnlySpan<int> span, int index) => new(span[index..]);
}
