using System.Numerics;

namespace OneBit.Kernels;

/// <summary>
/// The correction for zero padding. The tiles read padded taps as +1, which adds S = Σw of the taps that stick out of the image to d; border pixels
/// take it off again, d −= S, or let the output stage do so behind its transform (F3).
/// </summary>
/// <remarks>
/// The taps inside always form a rectangle, also where the filter is larger than the image, and only a few rectangles occur: rows and columns of the output
/// fall into classes, class 0 having all taps inside, and S is a table of row class × column class × output channel.
/// </remarks>
internal sealed class BorderSums
{
    private readonly int channels;
    private readonly int columnClasses;
    private readonly int[] rowClass;
    private readonly int[] columnClass;
    private readonly int[] sums;
    private readonly int firstInner;
    private readonly int endInner;

    public BorderSums(BinaryConvolutionShape shape, ReadOnlySpan<uint> filter)
    {
        channels = shape.OutputChannels;
        (rowClass, List<(int First, int End)> rows) = Classes(shape.OutputHeight, shape.StrideHeight, shape.PadTop, shape.FilterHeight, shape.DilationHeight, shape.InputHeight);
        (columnClass, List<(int First, int End)> columns) = Classes(shape.OutputWidth, shape.StrideWidth, shape.PadLeft, shape.FilterWidth, shape.DilationWidth, shape.InputWidth);
        columnClasses = columns.Count;
        firstInner = Math.Max(0, Array.IndexOf(columnClass, 0));
        endInner = Array.LastIndexOf(columnClass, 0) + 1;
        sums = new int[checked(rows.Count * columns.Count * channels)];
        int[] corners = new int[(shape.FilterHeight + 1) * (shape.FilterWidth + 1)];
        for (int o = 0; o < channels; o++)
        {
            SumCorners(shape, filter.Slice(o * shape.DepthInWords, shape.DepthInWords), corners);
            int At(int y, int x) => corners[(y * (shape.FilterWidth + 1)) + x];
            for (int r = 0; r < rows.Count; r++)
            {
                for (int c = 0; c < columns.Count; c++)
                {
                    ((int top, int bottom), (int left, int right)) = (rows[r], columns[c]);
                    sums[(((r * columnClasses) + c) * channels) + o] = corners[^1] - At(bottom, right) + At(top, right) + At(bottom, left) - At(top, left);
                }
            }
        }
    }

    /// <summary>S of an output pixel for <paramref name="count"/> channels from <paramref name="channel"/> on; empty where no tap sticks out.</summary>
    public ReadOnlySpan<int> Of(int row, int column, int channel, int count)
    {
        int at = (rowClass[row] * columnClasses) + columnClass[column];
        return at == 0 ? [] : sums.AsSpan((at * channels) + channel, count);
    }

    /// <summary>The first output column of a row, from <paramref name="column"/> on, at which a tap may stick out: columns between the borders are left out where all rows of taps are inside.</summary>
    public int Next(int row, int column) => rowClass[row] == 0 && column >= firstInner && column < endInner ? endInner : column;

    /// <summary>d −= S.</summary>
    public static void Correct(Span<int> dots, ReadOnlySpan<int> outside)
    {
        int lanes = Vector<int>.Count, o = 0;
        for (; o <= outside.Length - lanes; o += lanes)
            (new Vector<int>(dots[o..]) - new Vector<int>(outside[o..])).CopyTo(dots[o..]);
        for (; o < outside.Length; o++)
            dots[o] -= outside[o];
    }

    /// <summary>Sums of the filter's ±1 over the taps above and left of each corner (y, x), [FilterHeight + 1, FilterWidth + 1].</summary>
    private static void SumCorners(BinaryConvolutionShape shape, ReadOnlySpan<uint> filter, int[] corners)
    {
        int width = shape.FilterWidth + 1;
        for (int y = 0; y < shape.FilterHeight; y++)
        {
            for (int x = 0; x < shape.FilterWidth; x++)
            {
                int ones = 0;
                foreach (uint word in filter.Slice(((y * shape.FilterWidth) + x) * shape.GroupWords, shape.GroupWords))
                    ones += BitOperations.PopCount(word);
                int above = y * width, here = above + width;
                corners[here + x + 1] = shape.GroupInputChannels - (2 * ones) + corners[above + x + 1] + corners[here + x] - corners[above + x];
            }
        }
    }

    /// <summary>Of each output row or column its class, and of each class the taps [First, End) that read inside.</summary>
    private static (int[] Class, List<(int First, int End)> Taps) Classes(int outputs, int stride, int pad, int taps, int dilation, int size)
    {
        List<(int First, int End)> found = [(0, taps)];
        int[] classes = new int[outputs];
        for (int i = 0; i < outputs; i++)
        {
            (int First, int End) inside = Inside((i * stride) - pad, taps, dilation, size);
            classes[i] = found.IndexOf(inside);
            if (classes[i] >= 0)
                continue;
            classes[i] = found.Count;
            found.Add(inside);
        }
        return (classes, found);
    }

    /// <summary>The taps [first, end) that read inside [0, size); an empty range where none does.</summary>
    private static (int First, int End) Inside(int origin, int taps, int dilation, int size)
    {
        int first = origin >= 0 ? 0 : Math.Min(taps, (-origin + dilation - 1) / dilation);
        int end = origin >= size ? 0 : Math.Min(taps, ((size - 1 - origin) / dilation) + 1);
        return (first, Math.Max(first, end));
    }
}
