namespace OneBit.Kernels;

/// <summary>
/// A window that slides over NHWC images: output (y, x) covers the rows y·StrideY − PadTop + ky·DilationY for ky in [0, FilterHeight), and the columns likewise.
/// Rows and columns outside the image are padding. The padding below and to the right follows from the output size.
/// </summary>
public sealed record WindowShape
{
    /// <summary>Images.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Rows of an input image.</summary>
    public required int InputHeight { get; init; }

    /// <summary>Columns of an input image.</summary>
    public required int InputWidth { get; init; }

    /// <summary>Rows of an output image.</summary>
    public required int OutputHeight { get; init; }

    /// <summary>Columns of an output image.</summary>
    public required int OutputWidth { get; init; }

    /// <summary>Rows of the filter.</summary>
    public required int FilterHeight { get; init; }

    /// <summary>Columns of the filter.</summary>
    public required int FilterWidth { get; init; }

    /// <summary>Input rows between output rows.</summary>
    public int StrideY { get; init; } = 1;

    /// <summary>Input columns between output columns.</summary>
    public int StrideX { get; init; } = 1;

    /// <summary>Input rows between filter rows.</summary>
    public int DilationY { get; init; } = 1;

    /// <summary>Input columns between filter columns.</summary>
    public int DilationX { get; init; } = 1;

    /// <summary>Rows of padding above the image.</summary>
    public int PadTop { get; init; }

    /// <summary>Columns of padding left of the image.</summary>
    public int PadLeft { get; init; }

    /// <summary>Taps of the filter.</summary>
    public int Taps => FilterHeight * FilterWidth;

    /// <summary>Output positions of all images.</summary>
    public int OutputPixels => Batch * OutputHeight * OutputWidth;

    /// <summary>Input positions of all images.</summary>
    public int InputPixels => Batch * InputHeight * InputWidth;

    /// <summary>Throws where a size is not positive, a pad is negative, or a count leaves <see cref="int"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size, stride, dilation or pad is outside its range, or the images have too many elements.</exception>
    internal void Validate(int inputChannels, int outputChannels)
    {
        foreach (int size in (ReadOnlySpan<int>)[InputHeight, InputWidth, FilterHeight, FilterWidth, StrideY, StrideX, DilationY, DilationX, inputChannels, outputChannels])
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        foreach (int size in (ReadOnlySpan<int>)[Batch, OutputHeight, OutputWidth, PadTop, PadLeft])
            ArgumentOutOfRangeException.ThrowIfNegative(size);
        Product(Batch, InputHeight, InputWidth, inputChannels);
        Product(Batch, OutputHeight, OutputWidth, outputChannels);
        Product(FilterHeight, FilterWidth, inputChannels, outputChannels);
        Extent(OutputHeight, StrideY, FilterHeight, DilationY, PadTop);
        Extent(OutputWidth, StrideX, FilterWidth, DilationX, PadLeft);
    }

    /// <summary>The filter rows [first, end) that meet the image at output row <paramref name="y"/>.</summary>
    internal (int First, int End) FilterRows(int y) => Inside(y * StrideY - PadTop, FilterHeight, DilationY, InputHeight);

    /// <summary>The filter columns [first, end) that meet the image at output column <paramref name="x"/>.</summary>
    internal (int First, int End) FilterColumns(int x) => Inside(x * StrideX - PadLeft, FilterWidth, DilationX, InputWidth);

    /// <summary>The output columns [first, end) whose windows lie between the left and the right border.</summary>
    internal (int First, int End) InnerColumns() => Inner(OutputWidth, StrideX, FilterWidth, DilationX, PadLeft, InputWidth);

    /// <summary>The output rows [first, end) whose windows lie between the upper and the lower border.</summary>
    internal (int First, int End) InnerRows() => Inner(OutputHeight, StrideY, FilterHeight, DilationY, PadTop, InputHeight);

    private static (int First, int End) Inner(int outputs, int stride, int taps, int dilation, int pad, int size)
    {
        int first = Math.Min(outputs, (pad + stride - 1) / stride);
        int last = size - 1 - (taps - 1) * dilation + pad;
        return (first, last < 0 ? first : Math.Clamp(last / stride + 1, first, outputs));
    }

    private static (int First, int End) Inside(int origin, int count, int dilation, int size)
    {
        int first = origin >= 0 ? 0 : Math.Min(count, (-origin + dilation - 1) / dilation);
        int room = size - origin;
        return (first, room <= 0 ? first : Math.Max(first, Math.Min(count, (room + dilation - 1) / dilation)));
    }

    private static void Product(int a, int b, int c, int d)
    {
        // Exact where it matters: a product that a double rounds is far beyond the limit.
        if ((double)a * b * c * d > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(d), $"{a}x{b}x{c}x{d} elements are more than a buffer holds");
    }

    private static void Extent(int outputs, int stride, int taps, int dilation, int pad)
    {
        if ((long)outputs * stride + (long)taps * dilation + pad > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(outputs), "the windows reach beyond 2^31 rows or columns");
    }
}
