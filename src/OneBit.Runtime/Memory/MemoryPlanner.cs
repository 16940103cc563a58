using OneBit.Kernels;

namespace OneBit.Runtime;

/// <summary>Places buffers in an arena so that no two that are needed at the same time overlap.</summary>
public static class MemoryPlanner
{
    /// <summary>
    /// Offsets, multiples of 64, and the size of the arena. Buffers are placed one by one, each into the smallest gap between those that live at the same time;
    /// of two orders, largest first and earliest first, the one with the smaller arena counts.
    /// </summary>
    /// <exception cref="OverflowException">The sizes leave 64 bits.</exception>
    public static (long[] Offsets, long Size) Place(IReadOnlyList<BufferLifetime> buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        (int First, long Size) Key(int i) => (buffers[i].First, buffers[i].Size);
        int BySize(int a, int b) => Key(b).Size != Key(a).Size ? Key(b).Size.CompareTo(Key(a).Size) : Key(a).First.CompareTo(Key(b).First);
        int ByTime(int a, int b) => Key(a).First != Key(b).First ? Key(a).First.CompareTo(Key(b).First) : Key(b).Size.CompareTo(Key(a).Size);
        var first = Place(buffers, Order(buffers.Count, BySize));
        var second = Place(buffers, Order(buffers.Count, ByTime));
        return first.Size <= second.Size ? first : second;
    }

    /// <summary>The largest sum of the sizes of buffers that are needed at the same time: no arena can be smaller.</summary>
    public static long LowerBound(IReadOnlyList<BufferLifetime> buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        long most = 0;
        foreach (BufferLifetime start in buffers)
            most = Math.Max(most, Live(buffers, start.First));
        return most;
    }

    /// <summary>Bytes needed at <paramref name="step"/>, each buffer rounded up to the alignment.</summary>
    public static long Live(IReadOnlyList<BufferLifetime> buffers, int step)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        long sum = 0;
        foreach (BufferLifetime buffer in buffers)
        {
            if (buffer.First <= step && step <= buffer.Last)
                sum = checked(sum + Aligned(buffer.Size));
        }
        return sum;
    }

    /// <summary>The numbers below <paramref name="count"/> in order; equal ones as they come.</summary>
    private static int[] Order(int count, Comparison<int> compare)
    {
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
            order[i] = i;
        Array.Sort(order, (a, b) => compare(a, b) is not 0 and var sign ? sign : a.CompareTo(b));
        return order;
    }

    private static (long[] Offsets, long Size) Place(IReadOnlyList<BufferLifetime> buffers, int[] order)
    {
        var offsets = new long[buffers.Count];
        var placed = new List<int>(buffers.Count); // by offset
        long total = 0;
        foreach (int index in order)
        {
            long size = Aligned(buffers[index].Size);
            offsets[index] = BestGap(buffers, offsets, placed, buffers[index], size);
            total = Math.Max(total, checked(offsets[index] + size));
            int at = placed.FindIndex(other => offsets[other] > offsets[index]);
            placed.Insert(at < 0 ? placed.Count : at, index);
        }
        return (offsets, total);
    }

    private static long BestGap(IReadOnlyList<BufferLifetime> buffers, long[] offsets, List<int> placed, BufferLifetime buffer, long size)
    {
        long best = -1;
        long bestRoom = long.MaxValue;
        long end = 0;
        foreach (int other in placed)
        {
            if (!buffers[other].Overlaps(buffer))
                continue;
            long room = offsets[other] - end;
            if (room >= size && room < bestRoom)
                (best, bestRoom) = (end, room);
            end = Math.Max(end, offsets[other] + Aligned(buffers[other].Size));
        }
        return best >= 0 ? best : end;
    }

    private static long Aligned(long size) => checked(size + AlignedBuffer.Alignment - 1) & -AlignedBuffer.Alignment;
}
