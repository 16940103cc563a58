namespace OneBit.Kernels;

/// <summary>
/// The input rows that one row of outputs reads, with their padding as zeros: then all windows of the row lie inside, and borders cost what copying some rows does
/// instead of small tiles.
/// </summary>
internal sealed class PaddedRows
{
    // Outputs of a row that fill tiles, elements of a copy that second-level caches hold, and how many are copied in the time of a product on the border.
    private const int WideRow = 24, CopiedPerProduct = 16;
    private const long MostElements = 1 << 15;

    private PaddedRows(ConvolutionShape shape)
    {
        WindowShape window = shape.Window;
        Columns = ((window.OutputWidth - 1) * window.StrideX) + ((window.FilterWidth - 1) * window.DilationX) + 1;
        Runs = InputRuns.Of(shape with { Window = window with { InputWidth = Columns, DilationY = 1 } }, out int runLength);
        RunLength = runLength;
        Length = window.FilterHeight * Columns * shape.InputChannels;
    }

    /// <summary>Columns of a padded row.</summary>
    public int Columns { get; }

    /// <summary>Where a window reads adjacent elements, relative to its first element in the copy.</summary>
    public int[] Runs { get; }

    /// <summary>Adjacent elements of a run.</summary>
    public int RunLength { get; }

    /// <summary>Elements of the copy.</summary>
    public int Length { get; }

    /// <summary>Of a shape whose rows are wide and have a border that costs more than the copy; null for others.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="panels">Panels that read each window.</param>
    public static PaddedRows? For(ConvolutionShape shape, int panels)
    {
        (int first, int end) = shape.Window.InnerColumns();
        double border = (shape.Window.OutputWidth - (end - first)) * (double)panels * shape.Depth;
        return border * CopiedPerProduct > CopiedLength(shape) ? Of(shape) : null;
    }

    /// <summary>Of a shape whose rows are wide, where else each window would be copied; null where that copies no more.</summary>
    public static PaddedRows? InsteadOfWindows(ConvolutionShape shape) =>
        CopiedLength(shape) < shape.Window.OutputWidth * (double)shape.Depth * shape.Groups ? Of(shape) : null;

    private static PaddedRows? Of(ConvolutionShape shape) =>
        shape.Window.OutputWidth >= WideRow && CopiedLength(shape) <= MostElements ? new PaddedRows(shape) : null;

    // A little more than Length, without overflow.
    private static double CopiedLength(ConvolutionShape shape)
    {
        WindowShape window = shape.Window;
        long columns = ((long)window.OutputWidth * window.StrideX) + ((long)window.FilterWidth * window.DilationX);
        return columns * window.FilterHeight * (double)shape.InputChannels;
    }

    /// <summary>Copies what output row <paramref name="row"/>, counted over the batch, reads.</summary>
    public void Copy<TFrom, TTo, TCopy>(ConvolutionShape shape, int row, ReadOnlySpan<TFrom> input, Span<TTo> rows, TCopy copy)
        where TTo : struct
        where TCopy : struct, IElementCopy<TFrom, TTo>
    {
        WindowShape window = shape.Window;
        int channels = shape.InputChannels, length = Columns * channels, inputRow = window.InputWidth * channels;
        (int image, int y) = Math.DivRem(row, window.OutputHeight);
        int left = (int)Math.Min((long)window.PadLeft * channels, length), copied = Math.Min(inputRow, length - left);
        for (int ky = 0; ky < window.FilterHeight; ky++)
        {
            Span<TTo> target = rows.Slice(ky * length, length);
            int source = (y * window.StrideY) - window.PadTop + (ky * window.DilationY);
            if ((uint)source >= (uint)window.InputHeight)
            {
                target.Clear();
                continue;
            }
            target[..left].Clear();
            copy.Copy(input.Slice(((image * window.InputHeight) + source) * inputRow, copied), target.Slice(left, copied));
            target[(left + copied)..].Clear();
        }
    }
}

/// <summary>How the elements of a row are copied; zero stands for padding.</summary>
internal interface IElementCopy<TFrom, TTo>
{
    /// <summary>Copies to the front of a target that is as long, or longer.</summary>
    void Copy(ReadOnlySpan<TFrom> source, Span<TTo> target);
}

/// <summary>Numbers as they are.</summary>
internal readonly struct PlainCopy : IElementCopy<float, float>
{
    public void Copy(ReadOnlySpan<float> source, Span<float> target) => source.CopyTo(target);
}
