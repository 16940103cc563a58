using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>Everything about a convolution by sum tables that depends on its shape alone.</summary>
internal sealed class SumTablePlan
{
    /// <summary>Channels that are turned into dots at a time, a multiple of 32.</summary>
    public const int DotChannels = 64;

    private const int Align = AlignedBuffer.Alignment, TileLanes = 64, WordChannels = 32;

    // What first-level caches hold besides the sums; the offsets of entries are 16 bits.
    private const int TablesInCache = 24 << 10, MostOffset = ushort.MaxValue, MostPlanes = MostOffset / SumTables.Entries / 32;

    // Channels of a work item where there are few tiles, and the most that a tile's sums are kept for.
    private const int FewTiles = 8, PartsOfFewTiles = 4, MostChannels = 1024;

    private const double MaxScratchBytes = 1 << 26, MaxFilterBytes = 1 << 29;

    // Core cycles on Zen 3: an entry for one vector and for two, sums of a channel that are read and written, a column of a table, an output, a word of the input, a pass, a tile.
    private const double LoadOne = 0.77, LoadTwo = 0.66, Crossing = 0.4, BeyondCache = 1.5, Sums = 6, Column = 1.5, Output = 1.05, Word = 2.5, Pass = 150, Tile = 1500;

    private SumTablePlan(BinaryConvolutionShape shape, SumTableLayout layout)
    {
        Shape = shape;
        Layout = layout;
        PlanesLength = layout.PlaneCount * layout.PlaneBytes;
        Groups = new SixBitGroups(shape.GroupInputChannels);
        TableBytes = SumTables.Entries * layout.EntryBytes;
        TablesPerPass = Math.Clamp(TablesInCache / TableBytes, 1, Groups.Count);
        TilesPerColumn = (shape.OutputHeight + TileRows - 1) / TileRows;
        TilesPerRow = (shape.OutputWidth + layout.Columns - 1) / layout.Columns;
        Tiles = checked(shape.Batch * TilesPerColumn * TilesPerRow);
        PartChannels = Parted();
        Parts = (shape.OutputChannels + PartChannels - 1) / PartChannels;
        MostPartsAtOnce = Math.Max(1, MostChannels / PartChannels);
        HeldChannels = Up(Math.Min(shape.OutputChannels, MostPartsAtOnce * PartChannels), 8);
    }

    public BinaryConvolutionShape Shape { get; }

    public SumTableLayout Layout { get; }

    /// <summary>The bytes of a tap.</summary>
    public SixBitGroups Groups { get; }

    public int TableBytes { get; }

    // In front of the tables: the entry that fills up lists.
    private int ZeroBytes => Up(Layout.EntryBytes, Align);

    public int TablesPerPass { get; }

    /// <summary>Output rows of a tile.</summary>
    public int TileRows => 2 * Layout.HalfRows;

    public int TilesPerColumn { get; }

    public int TilesPerRow { get; }

    public int Tiles { get; }

    /// <summary>Output channels of a work item.</summary>
    public int PartChannels { get; }

    /// <summary>Work items of a tile.</summary>
    public int Parts { get; }

    /// <summary>Neighbouring work items of a tile that share its tables.</summary>
    public int MostPartsAtOnce { get; }

    /// <summary>Channels whose sums there is room for.</summary>
    public int HeldChannels { get; }

    public int PlanesLength { get; }

    /// <summary>Where the numbers are that a tile's pixels add to all channels.</summary>
    public int PositionsAt => Up(Groups.Count * PlanesLength, Align);

    public int ParitiesAt => PositionsAt + Up(PlanesLength * sizeof(ushort), Align);

    /// <summary>Where offsets are from: an entry of zeros, and the tables.</summary>
    public int TablesAt => ParitiesAt + (Layout.Vectors * SumTablePass.CountBytes);

    public int SumsAt => TablesAt + Table(TablesPerPass) + Align;

    public int CountsAt => SumsAt + (Layout.Vectors * HeldChannels * SumTablePass.SumBytes);

    public int DotsAt => CountsAt + (Layout.Vectors * HeldChannels * SumTablePass.CountBytes);

    public int ScratchBytes => DotsAt + (TileLanes * DotChannels * sizeof(int)) + Align;

    /// <summary>The offset of table <paramref name="index"/> of a pass.</summary>
    public int Table(int index) => ZeroBytes + (index * TableBytes);

    /// <summary>The plan that is expected to take the fewest cycles; null where none is possible.</summary>
    public static SumTablePlan? For(BinaryConvolutionShape shape)
    {
        SumTablePlan? best = null;
        if (!IsSmall(shape) || shape.Depth > short.MaxValue || SumTableLayout.PlanesOf(shape) > MostPlanes)
            return null;
        foreach (SumTableLayout layout in SumTableLayout.For(shape))
        {
            if ((SumTables.Entries + 2L) * layout.EntryBytes > MostOffset)
                continue;
            var plan = new SumTablePlan(shape, layout);
            if (plan.ScratchBytes <= MaxScratchBytes && (best is null || plan.EstimateCycles() < best.EstimateCycles()))
                best = plan;
        }
        return best;
    }

    /// <summary>About how many cycles the convolution takes in one thread.</summary>
    public double EstimateCycles()
    {
        double channels = Shape.OutputChannels, vectors = Layout.Vectors, groups = Shape.Groups;
        double pairs = Math.Floor(vectors / 2), load = (2 * pairs * LoadTwo) + ((vectors - (2 * pairs)) * LoadOne) + (vectors * Layout.CrossingShare() * Crossing);
        if (TableBytes > TablesInCache)
            load *= BeyondCache;
        double merged = Math.Ceiling(channels / (MostPartsAtOnce * PartChannels));
        double columns = 0;
        for (int i = 0; i < Groups.Count; i++)
            columns += Math.Max(8, 1 << Groups.BitsOf(i)) * (Layout.EntryBytes / 32.0);
        double passes = Math.Ceiling((double)Groups.Count / TablesPerPass);
        int last = Groups.Count % TablesPerPass, length = Layout.Taps.Length;
        double offsets = ((Groups.Count / TablesPerPass) * Up(TablesPerPass * length, SumTablePass.Batch)) + Up(last * length, SumTablePass.Batch);
        double tile = (channels * ((offsets * load) + (passes * vectors * Sums))) + (groups * merged * ((columns * Column) + (passes * Pass) + Tile));
        double encode = groups * merged * Layout.Rows * Layout.PlaneCount * Layout.Positions * Shape.GroupWords * Word;
        return Tiles * (tile + encode + (vectors * TileLanes * channels * Output));
    }

    // What is computed in int below must not overflow.
    private static bool IsSmall(BinaryConvolutionShape shape)
    {
        double taps = (double)shape.FilterHeight * shape.FilterWidth, reach = ((double)shape.FilterHeight * shape.DilationHeight) + ((double)shape.FilterWidth * shape.DilationWidth);
        return shape.OutputHeight > 0 && shape.OutputWidth > 0 && shape.PadTop < 1 << 24 && shape.PadLeft < 1 << 24 && taps < 1 << 12 && reach < 1 << 11 && shape.StrideHeight < 1 << 8 && shape.StrideWidth < 1 << 8 && shape.GroupInputChannels < 1 << 14
            && taps * shape.OutputChannels * (shape.GroupInputChannels + 32) / 2 <= MaxFilterBytes && shape.OutputChannels < 1 << 16;
    }

    private int Parted()
    {
        int channels = Shape.OutputChannels;
        if (Shape.Groups > 1)
            return channels;
        int most = Tiles < FewTiles ? (channels + PartsOfFewTiles - 1) / PartsOfFewTiles : MostChannels;
        return Up(Math.Min(most, channels), WordChannels);
    }

    private static int Up(int value, int multiple) => checked((value + multiple - 1) / multiple * multiple);
}
