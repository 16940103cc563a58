using System.Runtime.InteropServices;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>The flat position in the input of the element that goes to <paramref name="index"/> of the result; −1 where none does.</summary>
internal delegate int SourceOf(ReadOnlySpan<int> index);

/// <summary>Ops that move elements without looking at them.</summary>
internal static class Rearrangement
{
    /// <summary>y[index] = x[from(index)], or <paramref name="fill"/> where from gives −1.</summary>
    /// <param name="input">x.</param>
    /// <param name="type">Type of y; its elements are those of x.</param>
    /// <param name="from">Where elements come from.</param>
    /// <param name="fill">Bytes of one element; none: zeros.</param>
    public static Literal Apply(Literal input, TensorType type, SourceOf from, ReadOnlySpan<byte> fill = default)
    {
        int size = type.Element.SizeInBytes();
        byte[] result = new byte[type.SizeInBytes];
        ReadOnlySpan<byte> source = input.Bytes.Span;
        int[] index = new int[type.Shape.Rank];
        for (int i = 0; i < result.Length; i += size, Indices.Advance(index, type.Shape))
        {
            int at = from(index);
            if (at >= 0)
                source.Slice(at * size, size).CopyTo(result.AsSpan(i));
            else if (!fill.IsEmpty)
                fill.CopyTo(result.AsSpan(i));
        }
        return new Literal(type, result);
    }

    /// <summary>y[index] = x[Flat(index, strides)]. As <see cref="Apply"/>, row by row: kernels have millions of elements.</summary>
    public static Literal Strided(Literal input, TensorType type, int[] strides)
    {
        byte[] result = new byte[type.SizeInBytes];
        switch (type.Element.SizeInBytes())
        {
            case 1: Rows(input.Bytes.Span, result, type.Shape, strides); break;
            case 2: Rows(MemoryMarshal.Cast<byte, short>(input.Bytes.Span), MemoryMarshal.Cast<byte, short>(result.AsSpan()), type.Shape, strides); break;
            case 4: Rows(MemoryMarshal.Cast<byte, int>(input.Bytes.Span), MemoryMarshal.Cast<byte, int>(result.AsSpan()), type.Shape, strides); break;
            default: Rows(MemoryMarshal.Cast<byte, long>(input.Bytes.Span), MemoryMarshal.Cast<byte, long>(result.AsSpan()), type.Shape, strides); break;
        }
        return new Literal(type, result);
    }

    private static void Rows<T>(ReadOnlySpan<T> source, Span<T> result, Shape shape, int[] strides)
    {
        if (result.IsEmpty)
            return;
        (int length, int stride) = shape.Rank == 0 ? (1, 0) : (shape[^1], strides[^1]);
        Shape rows = shape.Rank == 0 ? shape : [.. shape.SkipLast(1)];
        int across = stride == 1 ? -1 : Neighbours(rows, strides);
        if (across >= 0)
        {
            Tiles(source, result, rows, length, strides, across);
            return;
        }
        int[] index = new int[rows.Rank];
        for (int row = 0; row < result.Length; row += length, Indices.Advance(index, rows))
        {
            int at = Flat(index, strides);
            for (int i = row; i < row + length; i++, at += stride)
                result[i] = source[at];
        }
    }

    /// <summary>The dimension along which rows begin side by side in the source; −1 where there is none.</summary>
    private static int Neighbours(Shape rows, int[] strides)
    {
        for (int d = 0; d < rows.Rank; d++)
        {
            if (strides[d] == 1 && rows[d] > 1)
                return d;
        }
        return -1;
    }

    /// <summary>As <see cref="Rows"/>, a few neighbouring rows at a time: what a transposition reads lies side by side, and each line of the cache is fetched once.</summary>
    private static void Tiles<T>(ReadOnlySpan<T> source, Span<T> result, Shape rows, int length, int[] strides, int across)
    {
        const int Tile = 16;
        int[] from = [.. strides], to = [.. Indices.Strides(rows).Select(stride => stride * length)];
        (int next, int stride) = (to[across], strides[^1]);
        (from[across], to[across]) = (Tile, Tile * next);
        Shape tiles = rows.With(across, (rows[across] + Tile - 1) / Tile);
        int[] index = new int[rows.Rank];
        for (long left = tiles.ElementCount; left > 0; left--, Indices.Advance(index, tiles))
        {
            int at = Flat(index, from), place = Flat(index, to), width = Math.Min(Tile, rows[across] - (index[across] * Tile));
            for (int i = place; i < place + length; i++, at += stride)
            {
                for (int row = 0; row < width; row++)
                    result[i + (row * next)] = source[at + row];
            }
        }
    }

    /// <summary>The flat position of <paramref name="index"/>.</summary>
    public static int Flat(ReadOnlySpan<int> index, ReadOnlySpan<int> strides)
    {
        int at = 0;
        for (int d = 0; d < index.Length; d++)
            at += index[d] * strides[d];
        return at;
    }
}
