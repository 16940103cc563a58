namespace OneBit.Kernels;

/// <summary>Walks an output row from left to right: single pixels on the left and right border, and in one step all between them, which meet the same taps.</summary>
/// <param name="window">The window.</param>
/// <param name="channels">Channels of an input pixel.</param>
/// <param name="row">The row, counted over all images.</param>
internal struct RowParts(WindowShape window, int channels, int row)
{
    private readonly (int Begin, int End) inner = window.InnerColumns();

    /// <summary>The first pixel.</summary>
    public int X { get; private set; }

    /// <summary>Pixels from <see cref="X"/> on; 0 before the first step.</summary>
    public int Pixels { get; private set; }

    /// <summary>The window of the first pixel.</summary>
    public TapWindow Taps { get; private set; }

    /// <summary>Goes on to the next pixels; false where the row ends.</summary>
    public bool Next()
    {
        X += Pixels;
        if (X >= window.OutputWidth)
            return false;
        Taps = TapWindow.At(window, channels, row, X);
        Pixels = X >= inner.Begin && X < inner.End ? inner.End - X : 1;
        return true;
    }
}
