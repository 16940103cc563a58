namespace OneBit.Kernels;

/// <summary>The part of a filter that meets the image at one output pixel, and where it reads.</summary>
/// <param name="Origin">Input element of the first tap that meets the image.</param>
/// <param name="Weight">Index of that tap in the filter.</param>
/// <param name="Rows">Filter rows that meet the image.</param>
/// <param name="Columns">Filter columns that meet the image.</param>
/// <param name="RowStep">Input elements between filter rows.</param>
/// <param name="ColumnStep">Input elements between filter columns.</param>
/// <param name="PixelStep">Input elements between output columns.</param>
/// <param name="FilterWidth">Columns of the whole filter.</param>
internal readonly record struct TapWindow(int Origin, int Weight, int Rows, int Columns, int RowStep, int ColumnStep, int PixelStep, int FilterWidth)
{
    /// <summary>The window <paramref name="pixels"/> output columns further on, where that meets the same taps.</summary>
    public TapWindow Moved(int pixels) => this with { Origin = Origin + (pixels * PixelStep) };

    /// <summary>The window of an output pixel; <paramref name="row"/> counts the output rows of all images.</summary>
    public static TapWindow At(WindowShape window, int channels, int row, int x)
    {
        (int image, int y) = Math.DivRem(row, window.OutputHeight);
        (int firstRow, int endRow) = window.FilterRows(y);
        (int firstColumn, int endColumn) = window.FilterColumns(x);
        int rows = endRow - firstRow, columns = endColumn - firstColumn;
        bool meets = rows > 0 && columns > 0;
        int inputRow = image * window.InputHeight + y * window.StrideY - window.PadTop + firstRow * window.DilationY;
        int column = x * window.StrideX - window.PadLeft + firstColumn * window.DilationX;
        return new TapWindow(
            meets ? (inputRow * window.InputWidth + column) * channels : 0,
            firstRow * window.FilterWidth + firstColumn,
            meets ? rows : 0,
            meets ? columns : 0,
            window.DilationY * window.InputWidth * channels,
            window.DilationX * channels,
            window.StrideX * channels,
            window.FilterWidth);
    }
}
