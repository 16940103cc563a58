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

    private SumTableLayout(BinaryConvolutionShape shape, int columns, int vectorRows, int vectors, bool shareRows)
    {
        Columns = columns;
        VectorRows = vectorRows;
        Vectors = vectors;
        (int First, int Count)[] rowTaps = Split(shape.FilterHeight, shape.DilationHeight, shape.StrideHeight), columnTaps = Split(shape.FilterWidth, shape.DilationWidth, shape.StrideWidth);
        Below = rowTaps.Max(tap => tap.Count);
        int right = columnTaps.Max(tap => tap.Count);
        Positions = columns + right;
        // Rows that are only padding at both ends may share it.
        RowBytes = shareRows ? Positions - Shared(shape, Positions, right) : Up(Positions, Vector);
        Rows = (2 * HalfRows) + Below;
        Planes = Phases(shape);
        int reach = (Below * RowBytes) + right;
        RegionBytes = shareRows ? Up(reach + Vector, Vector) : (HalfRows + Below) * RowBytes;
        if (shareRows && RegionBytes > Vector)
            RegionBytes = Up(RegionBytes, Line);
        PlaneBytes = Up((Rows * RowBytes) + Positions + (2 * Line), Vector);
        ShareRows = shareRows;
        EntryBytes = Planes.Count * (shareRows ? vectors : 1) * RegionBytes;
        Taps = new int[shape.FilterHeight * shape.FilterWidth];
        for (int tap = 0; tap < Taps.Length; tap++)
        {
            (int First, int Count) y = rowTaps[tap / shape.FilterWidth], x = columnTaps[tap % shape.FilterWidth];
            int plane = Planes.IndexOf((y.First, x.First));
            Taps[tap] = (plane * EntryBytes / Planes.Count) + (y.Count * RowBytes) + x.Count;
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

    /// <summary>Rows that the filter reaches below, in a plane.</summary>
    public int Below { get; }

    /// <summary>Positions of a row that are read.</summary>
    public int Positions { get; }

    public int RowBytes { get; }

    /// <summary>Rows of a plane.</summary>
    public int Rows { get; }

    /// <summary>Remainders (row, column) modulo the strides that the filter reads.</summary>
    public List<(int Row, int Column)> Planes { get; }

    public int PlaneBytes { get; }

    public int RegionBytes { get; }

    public int EntryBytes { get; }

    /// <summary>What is added to a vector's base for each tap.</summary>
    public int[] Taps { get; }

    /// <summary>Where vector <paramref name="index"/> begins in an entry.</summary>
    public int Base(int index) => index * (ShareRows ? RegionBytes : RowBytes);

    /// <summary>The byte of the planes whose low half is in byte <paramref name="at"/> of an entry; the high half is <see cref="HalfRows"/> rows further on.</summary>
    public int Source(int at)
    {
        int planeEntry = EntryBytes / Planes.Count, plane = at / planeEntry, rest = at % planeEntry;
        return (plane * PlaneBytes) + (ShareRows ? (rest / RegionBytes * VectorRows * RowBytes) + (rest % RegionBytes) : rest);
    }

    /// <summary>Layouts that may suit a shape.</summary>
    public static IEnumerable<SumTableLayout> For(BinaryConvolutionShape shape)
    {
        int width = shape.OutputWidth, right = Split(shape.FilterWidth, shape.DilationWidth, shape.StrideWidth).Max(tap => tap.Count);
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

    /// <summary>Planes into which a shape's strides part its filter.</summary>
    public static int PlanesOf(BinaryConvolutionShape shape) =>
        Remainders(shape.FilterHeight, shape.DilationHeight, shape.StrideHeight).Count() * Remainders(shape.FilterWidth, shape.DilationWidth, shape.StrideWidth).Count();

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

    // Of each tap the remainder modulo the stride, and the whole strides.
    private static (int First, int Count)[] Split(int taps, int dilation, int stride) =>
        [.. Enumerable.Range(0, taps).Select(tap => (tap * dilation % stride, tap * dilation / stride))];

    private static IEnumerable<int> Remainders(int taps, int dilation, int stride) => Enumerable.Range(0, taps).Select(tap => tap * dilation % stride).Distinct();

    private static List<(int Row, int Column)> Phases(BinaryConvolutionShape shape) =>
    [
        .. from row in Remainders(shape.FilterHeight, shape.DilationHeight, shape.StrideHeight)
           from column in Remainders(shape.FilterWidth, shape.DilationWidth, shape.StrideWidth)
           select (row, column),
    ];

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
