using System.Runtime.InteropServices;
using OneBit.IR;

namespace OneBit.TfLite.FlatBuffers;

/// <summary>A vector: its length is checked against the file when it is opened, each index when it is used.</summary>
internal readonly struct FlatVector
{
    private readonly FlatBuffer? buffer;
    private readonly string what;

    /// <summary>The vector at <paramref name="position"/>.</summary>
    /// <exception cref="ModelFormatException">Its elements are not all inside the file.</exception>
    public FlatVector(FlatBuffer buffer, long position, int elementSize, string what)
    {
        this.buffer = buffer;
        this.what = what;
        Position = position;
        uint count = buffer.UInt32(position, what);
        Bytes = buffer.Memory(position + 4, (long)count * elementSize, what);
        Count = (int)count;
    }

    /// <summary>Where the vector starts.</summary>
    public long Position { get; }

    /// <summary>Number of elements.</summary>
    public int Count { get; }

    /// <summary>The elements as they lie in the file.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Element <paramref name="index"/>, a table.</summary>
    /// <exception cref="ModelFormatException">There is no such element, or it is damaged.</exception>
    public FlatTable Table(long index, string name)
    {
        if (buffer is null || index < 0 || index >= Count)
            throw new ModelFormatException($"the file refers to {name} {index}, there are {Count}") { ByteOffset = Position, Expected = $"0 to {Count - 1}", Actual = $"{index}" };
        string element = $"{name} {index}";
        return new FlatTable(buffer, buffer.Follow(Position + 4 + (4 * index), element), element);
    }

    /// <summary>A copy of the elements as signed 32-bit numbers.</summary>
    public int[] Int32s() => Copy<int>();

    /// <summary>A copy of the elements as signed 64-bit numbers.</summary>
    public long[] Int64s() => Copy<long>();

    /// <summary>A copy of the elements as float32.</summary>
    public float[] Float32s() => Copy<float>();

    private T[] Copy<T>()
        where T : unmanaged
    {
        buffer?.Charge(Bytes.Length, Position, what);
        return MemoryMarshal.Cast<byte, T>(Bytes.Span).ToArray();
    }
}
