namespace OneBit.Kernels;

/// <summary>Walks an output row from left to right: 6 or 2 pixels together where the filter lies between the left and right border, single ones elsewhere.</summary>
/// <param name="window">The window.</param>
/// <param name="channels">Channels of an input pixel.</param>
/// <param name="row">The row, counted over all images.</param>
internal struct RowTiles(WindowShape window, int channels, int row)
{
    private readonly (int Begin, int End) inner = window.InnerColumns();
    private TapWindow taps;

    /// <summary>The first pixel.</summary>
    public int X { get; private set; }

    /// <summary>Pixels from <see cref="X"/> on, which meet the same taps; 0 before the first step.</summary>
    public int Pixels { get; private set; }

    /// <summary>The window of the first pixel.</summary>
    public readonly TapWindow Taps => taps;

    /// <summary>Goes on to the next pixels; false where the row ends.</summary>
    public bool Next()
    {
        X += Pixels;
        if (X >= window.OutputWidth)
            return false;
        bool moves = X > inner.Begin && X < inner.End;
        taps = moves ? taps.Moved(Pixels) : TapWindow.At(window, channels, row, X);
        int together = X >= inner.Begin ? inner.End - X : 0;
        Pixels = together >= 6 ? 6 : together >= 2 ? 2 : 1;
        return true;
    }
}
