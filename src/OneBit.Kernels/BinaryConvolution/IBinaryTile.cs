namespace OneBit.Kernels;

/// <summary>
/// The inner part of a tiled binary convolution. A tile is some neighbouring codes of a row, or of a few whole rows where these are short; a code stands
/// for <see cref="BinaryTileLayout.Pixels"/> pixels at a fixed distance.
/// </summary>
internal interface IBinaryTile
{
    /// <summary>How codes lie in memory, and what else a shape needs; null where the counters do not hold the filter's sums. Compiled once where it asks vectors for their sizes.</summary>
    static abstract BinaryTileLayout? Layout(BinaryConvolutionShape shape);

    /// <summary>Packs <paramref name="channels"/> filters, OHWI words, into a zeroed block.</summary>
    static abstract void PackBlock(BinaryConvolutionShape shape, ReadOnlySpan<uint> filters, int channels, Span<byte> block);

    /// <summary>Codes of a padded row, into row <paramref name="slot"/> of <paramref name="codes"/>.</summary>
    static abstract void EncodeRow(BinaryTilePlan plan, ReadOnlySpan<uint> row, int slot, Span<byte> codes, Span<byte> work);

    /// <summary>Called once per tile and group, before the blocks.</summary>
    static abstract void PrepareTile(in BinaryTileOperands tile);

    /// <summary>Writes d = depth − 2·popcount for all pixels of the tile and all channels of a block.</summary>
    static abstract void Multiply(in BinaryTileOperands tile, ReadOnlySpan<byte> block, Span<int> dots);
}

/// <summary>Sizes that a tile derives from a shape.</summary>
/// <param name="Pixels">Pixels that one code holds: columns x, x + distance, x + 2·distance, … of a row.</param>
/// <param name="MaxCodes">Most codes of a tile.</param>
/// <param name="BlockChannels">Output channels of one packed block, a multiple of 32.</param>
/// <param name="Units">Codes that the filter meets per tap and group.</param>
/// <param name="Slots">Codes that a position and group has room for, <paramref name="Units"/> or more.</param>
/// <param name="UnitBytes">What the offset of a code counts per slot.</param>
/// <param name="SlotBytes">Bytes of a slot.</param>
/// <param name="BlockBytes">Bytes of a packed block, a multiple of 64.</param>
/// <param name="WorkBytes">Bytes of scratch besides codes and dots.</param>
internal readonly record struct BinaryTileLayout(
    int Pixels, int MaxCodes, int BlockChannels, int Units, int Slots, int UnitBytes, int SlotBytes, long BlockBytes, long WorkBytes);

/// <summary>One tile's operands.</summary>
internal readonly ref struct BinaryTileOperands
{
    /// <summary>Codes of all rows that are held.</summary>
    public required ReadOnlySpan<byte> Codes { get; init; }

    /// <summary>Per row of the tile, the offset of each code of the filter, in the filter's order, for column 0.</summary>
    public required ReadOnlySpan<int> Offsets { get; init; }

    /// <summary>Offset of the first column.</summary>
    public required int First { get; init; }

    /// <summary>Offset between the codes of neighbouring columns.</summary>
    public required int ColumnStep { get; init; }

    public required int Rows { get; init; }

    /// <summary>Columns of each row.</summary>
    public required int Columns { get; init; }

    /// <summary>K.</summary>
    public required int Depth { get; init; }

    public required Span<byte> Work { get; init; }

    /// <summary>Elements between the dots of neighbouring codes; pixel p of code (row, column) is p·MaxCodes + row·Columns + column.</summary>
    public required int DotStride { get; init; }

    /// <summary>Codes of each tap.</summary>
    public required int UnitsPerTap { get; init; }

    /// <summary>Codes of the filter.</summary>
    public int Units => Offsets.Length / Rows;

    public ReadOnlySpan<int> RowOffsets(int row) => Offsets.Slice(row * Units, Units);
}
