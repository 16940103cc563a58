using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>Copies the window of one output pixel as 16-bit differences to the zero point, with zeros where it leaves the image.</summary>
internal static class Int8Patch
{
    /// <param name="shape">The convolution.</param>
    /// <param name="pixel">The output pixel.</param>
    /// <param name="channel">First input channel of the group.</param>
    /// <param name="zero">Zero point of the input.</param>
    /// <param name="input">The images.</param>
    /// <param name="patch">Depth elements in the order of the filter, and a zero where the depth is odd.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(ConvolutionShape shape, in PixelWalker pixel, int channel, short zero, ReadOnlySpan<sbyte> input, Span<short> patch)
    {
        WindowShape window = shape.Window;
        var difference = new ZeroPointDifference(zero);
        int inputs = shape.GroupInputs, filterRow = window.FilterWidth * inputs;
        (int firstRow, int endRow) = window.FilterRows(pixel.Y);
        (int firstColumn, int endColumn) = window.FilterColumns(pixel.X);
        if (firstColumn >= endColumn)
            firstRow = endRow;
        patch[..(firstRow * filterRow)].Clear();
        patch[(endRow * filterRow)..].Clear();
        for (int ky = firstRow; ky < endRow; ky++)
        {
            Span<short> row = patch.Slice(ky * filterRow, filterRow);
            row[..(firstColumn * inputs)].Clear();
            row[(endColumn * inputs)..].Clear();
            int line = pixel.ImageStart + (pixel.Top + ky * window.DilationY) * window.InputWidth + pixel.Left;
            if (shape.HasContiguousRows)
            {
                difference.Copy(input.Slice((line + firstColumn) * inputs, (endColumn - firstColumn) * inputs), row[(firstColumn * inputs)..]);
                continue;
            }
            for (int kx = firstColumn; kx < endColumn; kx++)
                difference.Copy(input.Slice((line + kx * window.DilationX) * shape.InputChannels + channel, inputs), row[(kx * inputs)..]);
        }
    }
}
