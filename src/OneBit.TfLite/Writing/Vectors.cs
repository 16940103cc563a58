using System.Runtime.InteropServices;
using Google.FlatBuffers;

namespace OneBit.TfLite.Writing;

/// <summary>Vectors of a FlatBuffers file that is being built.</summary>
internal static class Vectors
{
    public static int Ints(this FlatBufferBuilder builder, ReadOnlySpan<int> values)
    {
        builder.StartVector(4, values.Length, 4);
        for (int i = values.Length - 1; i >= 0; i--)
            builder.AddInt(values[i]);
        return builder.EndVector().Value;
    }

    public static int Floats(this FlatBufferBuilder builder, ReadOnlySpan<float> values)
    {
        builder.StartVector(4, values.Length, 4);
        for (int i = values.Length - 1; i >= 0; i--)
            builder.AddFloat(values[i]);
        return builder.EndVector().Value;
    }

    public static int Longs(this FlatBufferBuilder builder, ReadOnlySpan<int> values)
    {
        builder.StartVector(8, values.Length, 8);
        for (int i = values.Length - 1; i >= 0; i--)
            builder.AddLong(values[i]);
        return builder.EndVector().Value;
    }

    /// <summary>Offsets of tables or strings.</summary>
    public static int Offsets(this FlatBufferBuilder builder, ReadOnlySpan<int> offsets)
    {
        builder.StartVector(4, offsets.Length, 4);
        for (int i = offsets.Length - 1; i >= 0; i--)
            builder.AddOffset(offsets[i]);
        return builder.EndVector().Value;
    }

    /// <summary>Bytes, the first one at a multiple of <paramref name="alignment"/> in the file.</summary>
    public static int Bytes(this FlatBufferBuilder builder, ReadOnlyMemory<byte> bytes, int alignment)
    {
        builder.StartVector(1, bytes.Length, alignment);
        if (MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment))
            builder.Add(segment);
        else
            builder.Add(bytes.ToArray());
        return builder.EndVector().Value;
    }
}
