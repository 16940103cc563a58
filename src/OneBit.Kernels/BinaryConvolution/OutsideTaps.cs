using System.Numerics;

namespace OneBit.Kernels;

/// <summary>
/// S = Σw(all taps) − Σw(taps inside the image), per output channel, for one border pixel. The taps inside always form a rectangle, also where
/// the filter is larger than the image, so S is five table entries per channel.
/// </summary>
internal readonly ref struct OutsideTaps
{
    private readonly ReadOnlySpan<int> all;
    private readonly ReadOnlySpan<int> topLeft;
    private readonly ReadOnlySpan<int> topRight;
    private readonly ReadOnlySpan<int> bottomLeft;
    private readonly ReadOnlySpan<int> bottomRight;

    private OutsideTaps(PackedBinaryFilter filter, (int First, int Last) rows, (int First, int Last) columns, int channel, int count)
    {
        all = Corner(filter, filter.Shape.FilterHeight, filter.Shape.FilterWidth, channel, count);
        topLeft = Corner(filter, rows.First, columns.First, channel, count);
        topRight = Corner(filter, rows.First, columns.Last, channel, count);
        bottomLeft = Corner(filter, rows.Last, columns.First, channel, count);
        bottomRight = Corner(filter, rows.Last, columns.Last, channel, count);
    }

    /// <summary>S of channel <paramref name="index"/> of the run.</summary>
    public int this[int index] => all[index] - bottomRight[index] + topRight[index] + bottomLeft[index] - topLeft[index];

    /// <summary>The taps of an output pixel that stick out, for <paramref name="count"/> channels from <paramref name="channel"/> on; false where there are none.</summary>
    public static bool Of(PackedBinaryFilter filter, int outputRow, int outputColumn, int channel, int count, out OutsideTaps outside)
    {
        BinaryConvolutionShape shape = filter.Shape;
        (int First, int Last) rows = Inside((outputRow * shape.StrideHeight) - shape.PadTop, shape.FilterHeight, shape.DilationHeight, shape.InputHeight);
        (int First, int Last) columns = Inside((outputColumn * shape.StrideWidth) - shape.PadLeft, shape.FilterWidth, shape.DilationWidth, shape.InputWidth);
        outside = default;
        if (rows == (0, shape.FilterHeight) && columns == (0, shape.FilterWidth))
            return false;
        outside = new OutsideTaps(filter, rows, columns, channel, count);
        return true;
    }

    /// <summary>S of the channels from <paramref name="index"/> on.</summary>
    public Vector<int> Vector(int index) => At(all, index) - At(bottomRight, index) + At(topRight, index) + At(bottomLeft, index) - At(topLeft, index);

    /// <summary>The taps [first, last) that read inside [0, size); an empty range where none does.</summary>
    private static (int First, int Last) Inside(int origin, int taps, int dilation, int size)
    {
        int first = origin >= 0 ? 0 : Math.Min(taps, (-origin + dilation - 1) / dilation);
        int last = origin >= size ? 0 : Math.Min(taps, ((size - 1 - origin) / dilation) + 1);
        return (first, Math.Max(first, last));
    }

    private static ReadOnlySpan<int> Corner(PackedBinaryFilter filter, int row, int column, int channel, int count)
    {
        BinaryConvolutionShape shape = filter.Shape;
        int at = (((row * (shape.FilterWidth + 1)) + column) * shape.OutputChannels) + channel;
        return filter.TapSums.AsSpan(at, count);
    }

    private static Vector<int> At(ReadOnlySpan<int> span, int index) => new(span[index..]);
}
