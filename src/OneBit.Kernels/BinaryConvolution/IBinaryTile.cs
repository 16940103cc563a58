namespace OneBit.Kernels;

/// <summary>
/// The inner part of a tiled binary convolution. A tile is 1 to <see cref="MaxColumns"/> neighbouring codes of one row; a code stands for
/// <see cref="PixelsPerCode"/> pixels at a fixed distance, so a tile has columns · PixelsPerCode pixels.
/// </summary>
internal interface IBinaryTile
{
    const int MaxColumns = 16;

    /// <summary>Pixels that one code holds: column x of a row and, where 2, also column x + distance.</summary>
    static abstract int PixelsPerCode { get; }

    /// <summary>Bytes of the code of one input word.</summary>
    static abstract int BytesPerWord { get; }

    /// <summary>Output channels of one packed block, a multiple of 32.</summary>
    static abstract int BlockChannels { get; }

    /// <summary>Largest filter that the counters hold, in words.</summary>
    static abstract int MaxDepthInWords { get; }

    /// <summary>Bytes of a packed block, a multiple of 64.</summary>
    static abstract int BlockBytes(int depthInWords);

    /// <summary>Bytes of scratch that a tile needs.</summary>
    static abstract int WorkBytes(int depthInWords);

    /// <summary>Packs <paramref name="channels"/> filters of <paramref name="depthInWords"/> words into a zeroed block.</summary>
    static abstract void PackBlock(ReadOnlySpan<uint> filters, int channels, int depthInWords, Span<byte> block);

    /// <summary>Encodes the first <paramref name="count"/> words of a padded row, each with the word <paramref name="distance"/> after it.</summary>
    static abstract void EncodeRow(ReadOnlySpan<uint> row, int count, int distance, Span<byte> codes);

    /// <summary>Called once per tile and group, before the blocks.</summary>
    static abstract void PrepareTile(in BinaryTileOperands tile);

    /// <summary>Writes d = depth − 2·popcount for all pixels of the tile and all channels of a block.</summary>
    static abstract void Multiply(in BinaryTileOperands tile, ReadOnlySpan<byte> block, Span<int> dots);
}

/// <summary>One tile's operands.</summary>
internal readonly ref struct BinaryTileOperands
{
    /// <summary>Codes from the tile's first one on.</summary>
    public required ReadOnlySpan<byte> Codes { get; init; }

    /// <summary>Byte offset into <see cref="Codes"/> of each word of the filter, in the filter's order.</summary>
    public required ReadOnlySpan<int> WordOffsets { get; init; }

    /// <summary>Bytes between the codes of neighbouring columns.</summary>
    public required int ColumnStep { get; init; }

    public required int Columns { get; init; }

    /// <summary>K.</summary>
    public required int Depth { get; init; }

    public required Span<byte> Work { get; init; }

    /// <summary>Elements between the dots of neighbouring pixels; pixel p·MaxColumns + j is column j of the code's pixel p.</summary>
    public required int DotStride { get; init; }
}
