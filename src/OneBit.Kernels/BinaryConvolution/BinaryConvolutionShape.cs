using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>
/// Dimensions of a binary convolution. Input words are [Batch, InputHeight, InputWidth, InputWords], filter words OHWI
/// [OutputChannels, FilterHeight, FilterWidth, GroupWords], outputs [Batch, OutputHeight, OutputWidth, OutputChannels].
/// Tap (y, x) of output (i, j) reads input row i·StrideHeight − PadTop + y·DilationHeight, and the column likewise.
/// </summary>
public sealed record BinaryConvolutionShape
{
    private const int LongestRow = 128, ShortRow = 7, FewPixels = 16, RowsToDivide = 4;

    public int Batch { get; init; } = 1;

    public required int InputHeight { get; init; }

    public required int InputWidth { get; init; }

    /// <summary>True channels of the whole input; with more than one group a multiple of 32 per group.</summary>
    public required int InputChannels { get; init; }

    public required int OutputHeight { get; init; }

    public required int OutputWidth { get; init; }

    public required int OutputChannels { get; init; }

    public required int FilterHeight { get; init; }

    public required int FilterWidth { get; init; }

    /// <summary>Output channel o belongs to group o / (OutputChannels / Groups).</summary>
    public int Groups { get; init; } = 1;

    public int StrideHeight { get; init; } = 1;

    public int StrideWidth { get; init; } = 1;

    public int DilationHeight { get; init; } = 1;

    public int DilationWidth { get; init; } = 1;

    public int PadTop { get; init; }

    public int PadLeft { get; init; }

    public BinaryPadding Padding { get; init; }

    /// <summary>Words of one input pixel.</summary>
    public int InputWords => BitLayout.Words(InputChannels);

    /// <summary>Words of one output pixel when the output is packed.</summary>
    public int OutputWords => BitLayout.Words(OutputChannels);

    public int GroupInputChannels => InputChannels / Groups;

    public int GroupOutputChannels => OutputChannels / Groups;

    /// <summary>Words of one filter tap.</summary>
    public int GroupWords => BitLayout.Words(GroupInputChannels);

    /// <summary>K: the number of ±1 products in one output.</summary>
    public int Depth => checked(FilterHeight * FilterWidth * GroupInputChannels);

    /// <summary>Words of one output channel's filter.</summary>
    public int DepthInWords => checked(FilterHeight * FilterWidth * GroupWords);

    public int OutputRows => checked(Batch * OutputHeight);

    public int OutputPixels => checked(OutputRows * OutputWidth);

    public int InputLength => checked(Batch * InputHeight * InputWidth * InputWords);

    public int FilterLength => checked(OutputChannels * DepthInWords);

    /// <summary>Binary multiply-accumulates of the whole convolution.</summary>
    public long MultiplyAccumulates => (long)OutputPixels * OutputChannels * Depth;

    /// <summary>True where an output pixel depends on the input pixel at its place alone.</summary>
    internal bool IsPointwise => FilterHeight == 1 && FilterWidth == 1 && StrideHeight == 1 && StrideWidth == 1 && PadTop == 0 && PadLeft == 0
        && OutputHeight == InputHeight && OutputWidth == InputWidth;

    /// <summary>A binary convolution over <paramref name="window"/>, one-padded.</summary>
    public static BinaryConvolutionShape Of(WindowShape window, int inputChannels, int outputChannels, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(window);
        return new()
        {
            Batch = window.Batch,
            InputHeight = window.InputHeight,
            InputWidth = window.InputWidth,
            InputChannels = inputChannels,
            OutputHeight = window.OutputHeight,
            OutputWidth = window.OutputWidth,
            OutputChannels = outputChannels,
            FilterHeight = window.FilterHeight,
            FilterWidth = window.FilterWidth,
            Groups = groups,
            StrideHeight = window.StrideY,
            StrideWidth = window.StrideX,
            DilationHeight = window.DilationY,
            DilationWidth = window.DilationX,
            PadTop = window.PadTop,
            PadLeft = window.PadLeft,
        };
    }

    /// <summary>Checks what the kernels rely on.</summary>
    /// <exception cref="ArgumentException">A size is not positive, a pad is negative, groups do not divide the channels, or a grouped input has a group of other than whole words.</exception>
    /// <exception cref="OverflowException">A tensor has 2³¹ elements or more.</exception>
    public void Validate()
    {
        Positive(Batch, nameof(Batch));
        Positive(InputHeight, nameof(InputHeight));
        Positive(InputWidth, nameof(InputWidth));
        Positive(InputChannels, nameof(InputChannels));
        Positive(OutputHeight, nameof(OutputHeight));
        Positive(OutputWidth, nameof(OutputWidth));
        Positive(OutputChannels, nameof(OutputChannels));
        Positive(FilterHeight, nameof(FilterHeight));
        Positive(FilterWidth, nameof(FilterWidth));
        Positive(Groups, nameof(Groups));
        Positive(StrideHeight, nameof(StrideHeight));
        Positive(StrideWidth, nameof(StrideWidth));
        Positive(DilationHeight, nameof(DilationHeight));
        Positive(DilationWidth, nameof(DilationWidth));
        ArgumentOutOfRangeException.ThrowIfNegative(PadTop);
        ArgumentOutOfRangeException.ThrowIfNegative(PadLeft);
        if (InputChannels % Groups != 0 || OutputChannels % Groups != 0)
            throw new ArgumentException($"{Groups} groups do not divide {InputChannels} input and {OutputChannels} output channels");
        if (Groups > 1 && GroupInputChannels % BitLayout.WordBits != 0)
            throw new ArgumentException($"{GroupInputChannels} input channels per group; more than one group needs a multiple of {BitLayout.WordBits}");
        _ = InputLength + FilterLength + Depth;
        _ = checked(OutputPixels * OutputChannels);
        _ = checked((OutputHeight * StrideHeight) + PadTop + (FilterHeight * DilationHeight));
        _ = checked((OutputWidth * StrideWidth) + PadLeft + (FilterWidth * DilationWidth));
    }

    /// <summary>
    /// The same convolution with its pixels in rows of up to 128, where a pixel's output depends on that pixel alone: rows that are too short for the pixels that
    /// a code holds become one. Four rows are left to divide among threads, two where rows of four parts would be short, and none of few or indivisible pixels.
    /// </summary>
    internal BinaryConvolutionShape Flattened()
    {
        if (!IsPointwise)
            return this;
        int rows = OutputRows, most = LongestRow / OutputWidth, joined = Divisor(rows, Math.Min(most, rows / RowsToDivide));
        if (joined * OutputWidth < ShortRow && rows <= most)
            joined = Divisor(rows, rows / 2);
        if ((joined * OutputWidth < ShortRow || rows * OutputWidth <= FewPixels) && rows <= most)
            joined = rows;
        return joined <= 1 ? this : this with { Batch = 1, InputHeight = rows / joined, OutputHeight = rows / joined, InputWidth = OutputWidth * joined, OutputWidth = OutputWidth * joined };
    }

    /// <summary>The largest divisor of <paramref name="number"/> that is not above <paramref name="limit"/>; 1 where the limit is below.</summary>
    internal static int Divisor(int number, int limit)
    {
        while (limit > 1 && number % limit != 0)
            limit--;
        return Math.Max(1, limit);
    }

    private static void Positive(int value, string name) => ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
}
