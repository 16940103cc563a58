namespace OneBit.Kernels;

/// <summary>How the pixels of a tile lie in vectors, and what these read in the entries of a table: all that depends on a shape's rows and columns.</summary>
/// <remarks>
/// A tile has two halves, one below the other, for the two nibbles of a byte. Each has <see cref="Vectors"/> vectors of <see cref="VectorRows"/> rows,
/// <see cref="RowBytes"/> bytes apart, of <see cref="Columns"/> pixels. Where the filter has a stride, the rows and columns that it reads are parted by their
/// remainders, a plane each, so that a tap is an offset: entry byte base(vector) + offset(tap) + column.
/// </remarks>
internal sealed class SumTableLayout
{
    private const int Vector = 32, Line = 64, MostRows = 8;

    private readonly int[] rowRemainders, columnRemainders;

    private SumTableLayout(BinaryConvolutionShape shape, int columns, int vectorRows, int vectors, bool shareRows)
    {
        Columns = columns;
        VectorRows = vectorRows;
        Vectors = vectors;
        rowRemainders = Remainders(shape.FilterHeight, shape.DilationHeight, shape.StrideHeight);
        columnRemainders = Remainders(shape.FilterWidth, shape.DilationWidth, shape.StrideWidth);
        Below = (shape.FilterHeight - 1) * shape.DilationHeight / shape.StrideHeight;
        int right = Right(shape);
        Positions = columns + right;
        // Rows that are only padding at both ends may share it.
        RowBytes = shareRows ? Positions - Shared(shape, Positions, right) : Up(Positions, Vector);
        Rows = (2 * HalfRows) + Below;
        int reach = (Below * RowBytes) + right;
        RegionBytes = shareRows ? Up(reach + Vector, Vector) : (HalfRows + Below) * RowBytes;
        if (shareRows && RegionBytes > Vector)
            RegionBytes = Up(RegionBytes, Line);
        PlaneBytes = Up((Rows * RowBytes) + Positions + (2 * Line), Vector);
        ShareRows = shareRows;
        EntryBytes = PlaneCount * (shareRows ? vectors : 1) * RegionBytes;
        Taps = new int[shape.FilterHeight * shape.FilterWidth];
        PlaneTaps = new int[Taps.Length];
        for (int tap = 0; tap < Taps.Length; tap++)
        {
            int y = tap / shape.FilterWidth * shape.DilationHeight, x = tap % shape.FilterWidth * shape.DilationWidth;
            int plane = (Array.IndexOf(rowRemainders, y % shape.StrideHeight) * columnRemainders.Length) + Array.IndexOf(columnRemainders, x % shape.StrideWidth);
            int within = (y / shape.StrideHeight * RowBytes) + (x / shape.StrideWidth);
            Taps[tap] = (plane * EntryBytes / PlaneCount) + within;
            PlaneTaps[tap] = (plane * PlaneBytes) + within;
        }
    }

    /// <summary>Pixels of a row.</summary>
    public int Columns { get; }

    /// <summary>Rows of a vector.</summary>
    public int VectorRows { get; }

    /// <summary>Vectors of a tile.</summary>
    public int Vectors { get; }

    /// <summary>True where rows of a vector follow each other closely, and each vector has a part of the entry to itself.</summary>
    public bool ShareRows { get; }

    /// <summary>Rows of a half.</summary>
    public int HalfRows => Vectors * VectorRows;

    public int HalfBytes => HalfRows * RowBytes;

    /// <summary>Bytes of a vector's rows.</summary>
    public int VectorBytes => VectorRows * RowBytes;

    /// <summary>Rows that the filter reaches below, in a plane.</summary>
    public int Below { get; }

    /// <summary>Positions of a row that are read.</summary>
    public int Positions { get; }

    public int RowBytes { get; }

    /// <summary>Rows of a plane.</summary>
    public int Rows { get; }

    /// <summary>Planes: pairs of remainders modulo the strides that the filter reads.</summary>
    public int PlaneCount => rowRemainders.Length * columnRemainders.Length;

    public int PlaneBytes { get; }

    public int RegionBytes { get; }

    public int EntryBytes { get; }

    /// <summary>What is added to a vector's base for each tap.</summary>
    public int[] Taps { get; }

    /// <summary>Of each tap, the byte of the planes that the first pixel of the first vector reads.</summary>
    public int[] PlaneTaps { get; }

    /// <summary>Where vector <paramref name="index"/> begins in an entry.</summary>
    public int Base(int index) => index * (ShareRows ? RegionBytes : RowBytes);

    /// <summary>The byte of the planes whose low half is in byte <paramref name="at"/> of an entry; the high half is <see cref="HalfBytes"/> further on.</summary>
    public int Source(int at)
    {
        int planeEntry = EntryBytes / PlaneCount, plane = at / planeEntry, rest = at % planeEntry;
        return (plane * PlaneBytes) + (ShareRows ? (rest / RegionBytes * VectorBytes) + (rest % RegionBytes) : rest);
    }

    /// <summary>Layouts that may suit a shape.</summary>
    public static IEnumerable<SumTableLayout> For(BinaryConvolutionShape shape)
    {
        int width = shape.OutputWidth, right = Right(shape);
        if (width <= Vector)
        {
            int rowBytes = width + right - Shared(shape, width + right, right), rows = ((Vector - width) / rowBytes) + 1;
            foreach (int vectors in (int[])[1, 2, 4])
                yield return new SumTableLayout(shape, width, Math.Min(rows, Math.Max(1, (shape.OutputHeight + 1) / 2)), vectors, shareRows: true);
        }
        int most = right < Vector / 2 ? Vector - right : Vector, parts = (width + most - 1) / most;
        for (int vectors = 1; vectors <= MostRows; vectors++)
            yield return new SumTableLayout(shape, (width + parts - 1) / parts, 1, vectors, shareRows: false);
    }

    /// <summary>The remainders of plane <paramref name="index"/>.</summary>
    public (int Row, int Column) Plane(int index) => (rowRemainders[index / columnRemainders.Length], columnRemainders[index % columnRemainders.Length]);

    /// <summary>Planes into which a shape's strides part its filter.</summary>
    public static int PlanesOf(BinaryConvolutionShape shape) =>
        Remainders(shape.FilterHeight, shape.DilationHeight, shape.StrideHeight).Length * Remainders(shape.FilterWidth, shape.DilationWidth, shape.StrideWidth).Length;

    /// <summary>Vectors' loads, of all taps, that cross a cache line.</summary>
    public double CrossingShare()
    {
        int crossing = 0;
        for (int vector = 0; vector < Vectors; vector++)
        {
            foreach (int tap in Taps)
                crossing += (Base(vector) + tap) % Line > Line - Vector ? 1 : 0;
        }
        return (double)crossing / (Vectors * Taps.Length);
    }

    // Whole strides that the last tap of a row is behind the first one.
    private static int Right(BinaryConvolutionShape shape) => (shape.FilterWidth - 1) * shape.DilationWidth / shape.StrideWidth;

    private static int[] Remainders(int taps, int dilation, int stride)
    {
        var remainders = new List<int>();
        for (int tap = 0; tap < taps; tap++)
        {
            if (!remainders.Contains(tap * dilation % stride))
                remainders.Add(tap * dilation % stride);
        }
        return [.. remainders];
    }

    // Positions at the end of each row that are padding, like as many at the start of the next, and no output's own.
    private static int Shared(BinaryConvolutionShape shape, int positions, int most)
    {
        int shared = most;
        for (int first = 0; first < shape.StrideWidth; first++)
        {
            int left = Math.Max(0, (shape.PadLeft - first + shape.StrideWidth - 1) / shape.StrideWidth);
            int end = ((shape.InputWidth - 1 + shape.PadLeft - first) / shape.StrideWidth) + 1;
            shared = Math.Min(shared, Math.Min(left, Math.Max(0, positions - end)));
        }
        return shared;
    }

    private static int Up(int value, int multiple) => checked((value + multiple - 1) / multiple * multiple);
}
