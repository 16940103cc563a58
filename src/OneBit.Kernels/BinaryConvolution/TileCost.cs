namespace OneBit.Kernels;

/// <summary>What a tile costs, in core cycles.</summary>
/// <param name="Unit">Per code of the filter, code of the output and block of channels.</param>
/// <param name="Code">Per code of the output and block of channels: the counts' way into the output.</param>
/// <param name="Slot">Per code of the input.</param>
/// <param name="Tile">Per tile and block of channels.</param>
internal readonly record struct TileCost(double Unit, double Code, double Slot, double Tile)
{
    // What all rows share, so that it decides nothing: a padded row of the input, a channel behind the last eight of a pixel.
    private const double Row = 309, Odd = 19;
    private const int Vector = 8;

    /// <summary>
    /// About how many cycles a convolution takes in one thread with a plain output, tile by tile:
    /// <code>blocks · (codes · (units · Unit + Code) + tiles · Tile)  +  slots · Slot  +  what all rows share</code>
    /// </summary>
    public double Cycles(BinaryConvolutionShape shape, BinaryTileLayout layout)
    {
        double columns = Math.Ceiling((double)shape.OutputWidth / layout.Pixels), codes = (double)shape.OutputRows * columns;
        double blocks = Math.Ceiling((double)shape.GroupOutputChannels / layout.BlockChannels) * shape.Groups;
        double units = shape.FilterHeight * (double)shape.FilterWidth * layout.Units;
        double rows = (double)shape.Batch * (((shape.OutputHeight - 1) * (double)Math.Min(shape.StrideHeight, shape.FilterHeight)) + shape.FilterHeight);
        double slots = rows * (((columns - 1) * shape.StrideWidth) + ((shape.FilterWidth - 1) * (double)shape.DilationWidth) + 1) * shape.Groups * layout.Slots;
        double odd = (double)shape.OutputPixels * (shape.OutputChannels % Vector);
        return (blocks * ((codes * ((units * Unit) + Code)) + (Tiles(shape, layout, columns) * Tile))) + (slots * Slot) + (rows * Row) + (odd * Odd);
    }

    // Short rows share tiles, as BinaryTilePlan has it.
    private static double Tiles(BinaryConvolutionShape shape, BinaryTileLayout layout, double columns)
    {
        double bandRows = columns > layout.MaxCodes ? 1 : BinaryTilePlan.RowsOfBand(shape, (int)columns, layout.MaxCodes);
        return shape.Batch * Math.Ceiling(shape.OutputHeight / bandRows) * Math.Ceiling(columns / layout.MaxCodes);
    }
}
