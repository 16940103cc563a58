using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
                Widen(input.Slice((line + firstColumn) * inputs, (endColumn - firstColumn) * inputs), zero, row[(firstColumn * inputs)..]);
                continue;
            }
            for (int kx = firstColumn; kx < endColumn; kx++)
                Widen(input.Slice((line + kx * window.DilationX) * shape.InputChannels + channel, inputs), zero, row[(kx * inputs)..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen(ReadOnlySpan<sbyte> source, short zero, Span<short> destination)
    {
        Span<short> taken = destination[..source.Length];
        ref sbyte x = ref MemoryMarshal.GetReference(source);
        ref short y = ref MemoryMarshal.GetReference(taken);
        Vector128<short> zeros = Vector128.Create(zero);
        int i = 0;
        for (; i + Vector128<sbyte>.Count <= source.Length; i += Vector128<sbyte>.Count)
        {
            (Vector128<short> lower, Vector128<short> upper) = Vector128.Widen(Vector128.LoadUnsafe(ref x, (nuint)i));
            (lower - zeros).StoreUnsafe(ref y, (nuint)i);
            (upper - zeros).StoreUnsafe(ref y, (nuint)i + 8);
        }
        for (; i < source.Length; i++)
            taken[i] = (short)(source[i] - zero);
    }
}
