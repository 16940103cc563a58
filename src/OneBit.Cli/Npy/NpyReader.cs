using OneBit.Tensors;

namespace OneBit.Cli.Npy;

/// <summary>Reads .npy files: formats 1.0 to 3.0, either byte order, row-major or column-major; booleans, integers and floats.</summary>
internal static class NpyReader
{
    /// <summary>The array in <paramref name="file"/>, little endian and row-major.</summary>
    /// <param name="file">Path, as messages name it.</param>
    /// <param name="maxBytes">A larger file is refused before it is read.</param>
    /// <exception cref="NpyException">The file is missing, cannot be read, is damaged or too large.</exception>
    public static Literal Read(string file, long maxBytes = int.MaxValue)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            long limit = Math.Min(maxBytes, Array.MaxLength);
            if (stream.Length > limit)
                throw new NpyException(file, $"has {stream.Length} bytes, at most {limit} are allowed; split it, or raise --max-memory");
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return Parse(file, bytes);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NpyException(file, "does not exist", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new NpyException(file, $"cannot be read ({FileErrors.Reason(e)})", e);
        }
    }

    /// <summary>The array that <paramref name="bytes"/>, a whole file, hold. The literal may be a view of them.</summary>
    /// <exception cref="NpyException">The file is damaged.</exception>
    public static Literal Parse(string file, ReadOnlyMemory<byte> bytes)
    {
        NpyHeader header = NpyHeaderParser.Parse(file, bytes.Span);
        long size = SizeInBytes(file, header);
        long present = bytes.Length - header.Offset;
        if (present != size)
            throw new NpyException(file, $"is damaged: an array of {header.Type} has {size} bytes, {present} are there");
        ReadOnlyMemory<byte> values = bytes[header.Offset..];
        if (header.ColumnMajor && header.Shape.Rank > 1)
            values = RowMajor(values.Span, header.Shape, header.Element.SizeInBytes());
        if (header.BigEndian && header.Element.SizeInBytes() > 1)
            values = Swapped(values.Span, header.Element.SizeInBytes());
        if (header.Element == DType.Bool && values.Span.ContainsAnyExceptInRange<byte>(0, 1))
            throw new NpyException(file, "is damaged: a boolean is neither 0 nor 1");
        return new Literal(header.Type, values);
    }

    private static long SizeInBytes(string file, NpyHeader header)
    {
        try
        {
            return header.Type.SizeInBytes;
        }
        catch (OverflowException e)
        {
            throw new NpyException(file, $"is damaged: no array of shape {header.Shape} fits into memory", e);
        }
    }

    private static byte[] Swapped(ReadOnlySpan<byte> values, int size)
    {
        byte[] swapped = values.ToArray();
        for (int i = 0; i < swapped.Length; i += size)
            swapped.AsSpan(i, size).Reverse();
        return swapped;
    }

    private static byte[] RowMajor(ReadOnlySpan<byte> columnMajor, Shape shape, int size)
    {
        byte[] rowMajor = new byte[columnMajor.Length];
        Span<int> index = stackalloc int[shape.Rank];
        for (int target = 0; target < rowMajor.Length; target += size)
        {
            long source = 0;
            for (int d = shape.Rank - 1; d >= 0; d--)
                source = (source * shape[d]) + index[d];
            columnMajor.Slice((int)(source * size), size).CopyTo(rowMajor.AsSpan(target));
            for (int d = shape.Rank - 1; d >= 0 && ++index[d] == shape[d]; d--)
                index[d] = 0;
        }
        return rowMajor;
    }
}
