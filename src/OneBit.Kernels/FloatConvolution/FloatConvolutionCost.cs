namespace OneBit.Kernels;

/// <summary>
/// What a float convolution costs, in core cycles:
/// <code>
/// Σ over panels of (whole tiles · (depth · step + set-up)  +  small tiles · (depth · latency + set-up)  +  border pixels · depth · copy  +  pixels · odd)
/// step = max(latency, 6 pixels · vectors of the panel / multiply-adds per cycle),  set-up = a part that is fixed, and one for each row of the filter
/// </code>
/// A panel of few vectors waits for its own sums, lanes without an output are paid for, and a vector that is not full goes through scratch (odd): that is what
/// wide panels lose on narrow layers.
/// </summary>
internal static class FloatConvolutionCost
{
    // The latency and the two units of every x86 and ARM64 core with vectors of these widths; the rest fits single convolutions on Zen 3.
    private const double Latency = 4, PerCycle = 2, SetUp = 50, Run = 25, Copy = 0.4, CopyRow = 0.1, Odd = 30;

    /// <param name="shape">The convolution.</param>
    /// <param name="lanes">Outputs of a vector.</param>
    /// <param name="panelVectors">Vectors of a whole panel.</param>
    public static double Cycles(ConvolutionShape shape, int lanes, int panelVectors)
    {
        (int panels, int rest) = Math.DivRem((shape.GroupOutputs + lanes - 1) / lanes, panelVectors);
        PaddedRows? padded = PaddedRows.For(shape, panels + Math.Min(rest, 1));
        (double whole, double small) = padded is null ? Tiles(shape.Window) : RowTiles(shape.Window);
        double setUp = SetUp + (shape.Window.FilterHeight * Run), perGroup = panels * Panel(panelVectors);
        if (rest > 0)
            perGroup += Panel(rest);
        double copied = padded is null ? (double)(panels + Math.Min(rest, 1)) * BorderPixels(shape.Window) * shape.Depth * Copy : (double)shape.Window.Batch * shape.Window.OutputHeight * padded.Length * CopyRow;
        double odd = shape.GroupOutputs % lanes == 0 ? 0 : (double)shape.Window.OutputPixels * Odd;
        return shape.Groups * (perGroup + copied + odd);

        double Panel(int vectors) =>
            (whole * ((shape.Depth * Math.Max(Latency, TileRows.Count * vectors / PerCycle)) + setUp)) + (small * ((shape.Depth * Latency) + setUp));
    }

    /// <summary>Tiles of 6 pixels, and smaller ones: what is left of a run of pixels that lie inside the image, and the pixels on the border between two such runs.</summary>
    private static (double Whole, double Small) Tiles(WindowShape window)
    {
        (int top, int bottom) = window.InnerRows();
        (int left, int right) = window.InnerColumns();
        double rows = (double)window.Batch * (bottom - top), outside = window.OutputPixels - (rows * window.OutputWidth);
        double border = Math.Floor(outside / TileRows.Count);
        if (right - left < window.OutputWidth)
        {
            (double whole, double small) = InTiles(right - left);
            return (border + (rows * whole), rows * (1 + small));
        }
        (double all, double rest) = InTiles(rows * window.OutputWidth);
        return (border + all, rest);
    }

    /// <summary>The same where every row of outputs is divided by itself.</summary>
    private static (double Whole, double Small) RowTiles(WindowShape window)
    {
        double rows = (double)window.Batch * window.OutputHeight;
        (double whole, double small) = InTiles(window.OutputWidth);
        return (rows * whole, rows * small);
    }

    // Many pixels are whole tiles, the last of which repeats some; the rest of fewer is tiles of 4, 2 and 1.
    private static (double Whole, double Small) InTiles(double pixels) =>
        pixels >= TileRows.Many ? (Math.Ceiling(pixels / TileRows.Count), 0) : (Math.Floor(pixels / TileRows.Count), int.PopCount((int)(pixels % TileRows.Count)));

    /// <summary>Output pixels whose windows leave the image.</summary>
    private static double BorderPixels(WindowShape window)
    {
        (int top, int bottom) = window.InnerRows();
        (int left, int right) = window.InnerColumns();
        return window.Batch * (((double)window.OutputHeight * window.OutputWidth) - ((double)(bottom - top) * (right - left)));
    }
}
