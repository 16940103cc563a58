namespace OneBit.Kernels;

/// <summary>
/// What a float convolution costs, in core cycles:
/// <code>
/// tiles · Σ over panels of (depth · step + set-up)  +  panels · border pixels · depth · copy
/// step  = max(latency of a multiply-add, 6 pixels · vectors of the panel / multiply-adds per cycle)
/// </code>
/// A panel of few vectors waits for its own sums, and lanes without an output are paid for: that is what wide panels lose on narrow layers.
/// </summary>
internal static class FloatConvolutionCost
{
    // The latency and the two units of every x86 and ARM64 core with vectors of these widths; the rest fits single convolutions on Zen 3.
    private const double Latency = 4, PerCycle = 2, SetUp = 40, Copy = 0.5;

    /// <param name="shape">The convolution.</param>
    /// <param name="lanes">Outputs of a vector.</param>
    /// <param name="panelVectors">Vectors of a whole panel.</param>
    public static double Cycles(ConvolutionShape shape, int lanes, int panelVectors)
    {
        int vectors = (shape.GroupOutputs + lanes - 1) / lanes, rest = vectors % panelVectors;
        double whole = vectors / panelVectors, panels = whole + Math.Min(rest, 1);
        double perTile = (whole * Panel(shape.Depth, panelVectors)) + (rest == 0 ? 0 : Panel(shape.Depth, rest));
        double tiles = Math.Ceiling((double)shape.Window.OutputPixels / TileRows.Count);
        return shape.Groups * ((tiles * perTile) + (panels * BorderPixels(shape.Window) * shape.Depth * Copy));
    }

    private static double Panel(int depth, int vectors) => (depth * Math.Max(Latency, TileRows.Count * vectors / PerCycle)) + SetUp;

    /// <summary>Output pixels whose windows leave the image.</summary>
    private static double BorderPixels(WindowShape window)
    {
        (int top, int bottom) = window.InnerRows();
        (int left, int right) = window.InnerColumns();
        double inner = (double)(bottom - top) * (right - left);
        return window.Batch * (((double)window.OutputHeight * window.OutputWidth) - inner);
    }
}
