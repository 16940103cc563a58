using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>Everything about a tiled convolution that depends on the shape alone: row buffers, offsets, scratch layout, division of the work.</summary>
/// <remarks>
/// Padded rows are numbered from the top of the padding: v = y·StrideHeight + ky·DilationHeight. A ring holds the codes of the latest of them; row v is in
/// slot v / DilationHeight mod <see cref="RingRows"/>, and all rows that a band of output rows reads are in different slots.
/// </remarks>
internal sealed class BinaryTilePlan
{
    private const int Align = AlignedBuffer.Alignment;
    private const int ItemsThatDivideWell = 16;

    // Largest scratch of a thread: what a file declares must not make it grow without limit.
    private const double MaxScratchBytes = 1 << 26;

    // Largest packed filter, and how much larger than the filter it may be.
    private const double MaxFilterBytes = 1 << 29, MaxFilterGrowth = 64;

    public BinaryTilePlan(BinaryConvolutionShape shape, BinaryTileLayout layout)
    {
        shape.Validate();
        (int pixels, int blockChannels) = (layout.Pixels, layout.BlockChannels);
        Shape = shape;
        Layout = layout;
        Columns = (shape.OutputWidth + pixels - 1) / pixels;
        BandRows = RowsOfBand(shape, Columns, layout.MaxCodes);
        RingRows = checked(((BandRows - 1) * shape.StrideHeight) + shape.FilterHeight);
        Positions = checked(((Columns - 1) * shape.StrideWidth) + ((shape.FilterWidth - 1) * shape.DilationWidth) + 1);
        CodeDistance = Columns * shape.StrideWidth;
        RowPixels = checked(Positions + ((pixels - 1) * CodeDistance));
        RowSlots = checked(Positions * shape.Groups * layout.Slots);
        ColumnStep = shape.StrideWidth * shape.Groups * layout.Slots * layout.UnitBytes;
        GroupStep = layout.Slots * layout.UnitBytes;
        TapRowOffsets = Offsets(shape, layout);

        BlocksPerGroup = (shape.GroupOutputChannels + blockChannels - 1) / blockChannels;
        StoresBlocks = shape.Groups == 1 || shape.GroupOutputChannels % blockChannels == 0;
        DotStride = StoresBlocks ? blockChannels : shape.OutputChannels + blockChannels;
        BandsPerImage = (shape.OutputHeight + BandRows - 1) / BandRows;
        Bands = checked(shape.Batch * BandsPerImage);
        BlocksPerPart = shape.Groups == 1 ? (int)Math.Clamp((long)BlocksPerGroup * Bands / ItemsThatDivideWell, 1, BlocksPerGroup) : BlocksPerGroup;
        Parts = (BlocksPerGroup + BlocksPerPart - 1) / BlocksPerPart;

        HeldAt = Up(checked(RowPixels * shape.InputWords * sizeof(uint)));
        OffsetsAt = Up(checked(HeldAt + (RingRows * sizeof(long))));
        CodesAt = Up(checked(OffsetsAt + (BandRows * shape.FilterHeight * TapRowOffsets.Length * sizeof(int))));
        CodesBytes = checked(RingRows * RowSlots * layout.SlotBytes);
        WorkAt = Up(checked(CodesAt + CodesBytes));
        DotsAt = Up(checked(WorkAt + (int)layout.WorkBytes));
        DotCount = checked(pixels * layout.MaxCodes * DotStride);
        ScratchBytes = checked(DotsAt + (DotCount * sizeof(int)) + Align);
    }

    public BinaryConvolutionShape Shape { get; }

    public BinaryTileLayout Layout { get; }

    /// <summary>Codes per output row.</summary>
    public int Columns { get; }

    /// <summary>Output rows that a tile has: more than one where rows are short.</summary>
    public int BandRows { get; }

    /// <summary>Rows whose codes are held.</summary>
    public int RingRows { get; }

    /// <summary>Positions of a padded row that get codes.</summary>
    public int Positions { get; }

    /// <summary>Positions between the pixels of a code.</summary>
    public int CodeDistance { get; }

    /// <summary>Pixels of a padded row.</summary>
    public int RowPixels { get; }

    /// <summary>Slots for the codes of a row.</summary>
    public int RowSlots { get; }

    public int ColumnStep { get; }

    /// <summary>Offset between the codes of neighbouring groups.</summary>
    public int GroupStep { get; }

    /// <summary>Offsets of the codes of one row of taps.</summary>
    public int[] TapRowOffsets { get; }

    public int BlocksPerGroup { get; }

    /// <summary>True where each block is stored by itself; false where all groups of a pixel are collected first, as their words overlap.</summary>
    public bool StoresBlocks { get; }

    public int DotStride { get; }

    public int DotCount { get; }

    public int BandsPerImage { get; }

    public int Bands { get; }

    public int BlocksPerPart { get; }

    /// <summary>Work items per band.</summary>
    public int Parts { get; }

    public int HeldAt { get; }

    public int OffsetsAt { get; }

    public int CodesAt { get; }

    public int CodesBytes { get; }

    public int WorkAt { get; }

    public int DotsAt { get; }

    /// <summary>Scratch that one thread needs, with room to align it.</summary>
    public int ScratchBytes { get; }

    /// <summary>False where a thread's scratch, or the packed filter, would be unreasonably large.</summary>
    public static bool Fits(BinaryConvolutionShape shape, BinaryTileLayout layout)
    {
        double columns = Math.Ceiling((double)shape.OutputWidth / layout.Pixels), distance = columns * shape.StrideWidth;
        double band = columns > layout.MaxCodes ? 1 : RowsOfBand(shape, (int)columns, layout.MaxCodes);
        double ring = ((band - 1) * shape.StrideHeight) + shape.FilterHeight;
        double positions = distance - shape.StrideWidth + ((shape.FilterWidth - 1.0) * shape.DilationWidth) + 1;
        double row = (positions + ((layout.Pixels - 1) * distance)) * shape.InputWords * sizeof(uint);
        double offsets = band * shape.FilterHeight * shape.FilterWidth * layout.Units * sizeof(int);
        double codes = ring * ((positions * shape.Groups * layout.Slots * layout.SlotBytes) + sizeof(long));
        double dots = (double)layout.Pixels * layout.MaxCodes * (shape.OutputChannels + layout.BlockChannels) * sizeof(int);
        double blocks = Math.Ceiling((double)shape.GroupOutputChannels / layout.BlockChannels) * shape.Groups * layout.BlockBytes;
        double filter = (double)shape.OutputChannels * shape.FilterHeight * shape.FilterWidth * shape.GroupWords * sizeof(uint);
        return row + offsets + codes + layout.WorkBytes + dots <= MaxScratchBytes && blocks <= Math.Min(MaxFilterBytes, (1 << 24) + (filter * MaxFilterGrowth));
    }

    /// <summary>Where rows are short a tile has several, but leaves two bands to divide, and none between whose rows would be encoded for nothing.</summary>
    public static int RowsOfBand(BinaryConvolutionShape shape, int columns, int maxCodes) =>
        shape.DilationHeight == 1 && shape.StrideHeight <= shape.FilterHeight && 2 * columns <= maxCodes ? Math.Min((shape.OutputHeight + 1) / 2, maxCodes / columns) : 1;

    /// <summary>The ring's slot of the first row of taps of output row <paramref name="row"/>.</summary>
    public int Slot(int row) => row * Shape.StrideHeight / Shape.DilationHeight % RingRows;

    private static int[] Offsets(BinaryConvolutionShape shape, BinaryTileLayout layout)
    {
        int[] offsets = new int[checked(shape.FilterWidth * layout.Units)];
        for (int i = 0; i < offsets.Length; i++)
            offsets[i] = checked(((i / layout.Units * shape.DilationWidth * shape.Groups * layout.Slots) + (i % layout.Units)) * layout.UnitBytes);
        return offsets;
    }

    private static int Up(int bytes) => checked((bytes + Align - 1) / Align * Align);
}
