using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>What a strided slice takes along one position of its specification.</summary>
/// <param name="Axis">The input dimension, or −1 where a dimension of 1 is inserted.</param>
/// <param name="Begin">First index taken.</param>
/// <param name="Stride">Step between indices, not 0.</param>
/// <param name="Length">Number of indices; <see cref="Shape.Unknown"/> where the dimension is.</param>
/// <param name="Shrinks">Whether the dimension is dropped from the result.</param>
public readonly record struct StridedRange(int Axis, int Begin, int Stride, int Length, bool Shrinks);

/// <summary>Resolves masks, negative indices and the ellipsis of <see cref="StridedSlice"/>.</summary>
public static class StridedRanges
{
    /// <summary>The ranges in the order of result dimensions (dropped ones included), all input dimensions being named.</summary>
    /// <exception cref="FormatException">The specification does not fit <paramref name="input"/>.</exception>
    public static IReadOnlyList<StridedRange> Resolve(StridedSlice op, Shape input, ReadOnlySpan<long> begin, ReadOnlySpan<long> end, ReadOnlySpan<long> strides)
    {
        ArgumentNullException.ThrowIfNull(op);
        var ranges = new List<StridedRange>();
        foreach ((int position, int axis) in Positions(op, input.Rank, begin.Length))
        {
            if (position < 0)
                ranges.Add(new StridedRange(axis, 0, 1, input[axis], Shrinks: false));
            else if (axis < 0)
                ranges.Add(new StridedRange(-1, 0, 1, 1, Shrinks: false));
            else
                ranges.Add(Range(op, position, axis, input[axis], begin[position], end[position], strides[position]));
        }
        return ranges;
    }

    /// <summary>Which position of the specification (−1: none) treats which input dimension (−1: a new one).</summary>
    /// <exception cref="FormatException">More dimensions are named than there are, or there are two ellipses.</exception>
    public static IReadOnlyList<(int Position, int Axis)> Positions(StridedSlice op, int rank, int length)
    {
        ArgumentNullException.ThrowIfNull(op);
        int inserted = 0;
        int ellipses = 0;
        for (int i = 0; i < length; i++)
        {
            bool ellipsis = Bit(op.EllipsisMask, i);
            ellipses += ellipsis ? 1 : 0;
            inserted += !ellipsis && Bit(op.NewAxisMask, i) ? 1 : 0;
        }
        int unnamed = rank - (length - inserted - ellipses);
        if (ellipses > 1 || unnamed < 0)
            throw new FormatException(ellipses > 1 ? "at most one ellipsis" : $"at most {rank} dimensions, names {rank - unnamed}");

        var positions = new List<(int, int)>();
        int axis = 0;
        for (int i = 0; i < length; i++)
        {
            if (Bit(op.EllipsisMask, i))
                AddUnnamed();
            else
                positions.Add((i, Bit(op.NewAxisMask, i) ? -1 : axis++));
        }
        AddUnnamed();
        return positions;

        void AddUnnamed()
        {
            for (; unnamed > 0; unnamed--)
                positions.Add((-1, axis++));
        }
    }

    /// <summary>True where position <paramref name="index"/> of the specification drops its dimension.</summary>
    public static bool Shrinks(StridedSlice op, int index)
    {
        ArgumentNullException.ThrowIfNull(op);
        return Bit(op.ShrinkAxisMask, index);
    }

    private static StridedRange Range(StridedSlice op, int position, int axis, int size, long begin, long end, long stride)
    {
        if (stride is 0 or < int.MinValue or > int.MaxValue)
            throw new FormatException($"strides that are not 0, dimension {axis} has {stride}");
        if (size == Shape.Unknown)
            return new StridedRange(axis, 0, (int)stride, Bit(op.ShrinkAxisMask, position) ? 1 : Shape.Unknown, Bit(op.ShrinkAxisMask, position));
        if (op.Offset)
            end = Math.Clamp(end, int.MinValue, int.MaxValue) + Math.Clamp(begin, int.MinValue, int.MaxValue);
        if (Bit(op.ShrinkAxisMask, position))
        {
            int index = Axes.Normalize(Bit(op.BeginMask, position) ? 0 : begin, size) ?? throw new FormatException($"an index below {size} in dimension {axis}, not {begin}");
            return new StridedRange(axis, index, 1, 1, Shrinks: true);
        }
        (int low, int high) = stride > 0 ? (0, size) : (-1, size - 1);
        long first = Bit(op.BeginMask, position) ? (stride > 0 ? low : high) : Math.Clamp(begin < 0 ? begin + size : begin, low, high);
        long last = Bit(op.EndMask, position) ? (stride > 0 ? high : low) : Math.Clamp(end < 0 ? end + size : end, low, high);
        long distance = stride > 0 ? last - first : first - last;
        long step = Math.Abs(stride);
        return new StridedRange(axis, (int)first, (int)stride, (int)Math.Max(0, (distance + step - 1) / step), Shrinks: false);
    }

    private static bool Bit(int mask, int index) => index < 32 && ((mask >> index) & 1) != 0;
}
