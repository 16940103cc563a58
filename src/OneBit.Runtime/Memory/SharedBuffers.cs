using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Which slots lie in the same memory: a disjoint-set forest over slots.</summary>
internal sealed class SharedBuffers
{
    private readonly List<int> parents = [];

    public void Add() => parents.Add(parents.Count);

    /// <summary>Puts two slots of the same size into one buffer.</summary>
    public void Join(Slot result, Slot operand) => parents[Root(result.Index)] = Root(operand.Index);

    /// <summary>The last step that touches the buffer of <paramref name="slot"/>.</summary>
    public int LastUse(Slot slot, (int First, int Last)[] uses)
    {
        int root = Root(slot.Index);
        int last = -1;
        for (int i = 0; i < parents.Count; i++)
        {
            if (Root(i) == root)
                last = Math.Max(last, uses[i].Last);
        }
        return last;
    }

    /// <summary>The lifetime of each buffer that some step touches, and the buffer of each slot; −1 where no step touches it.</summary>
    public BufferLifetime[] Lifetimes(IReadOnlyList<TensorType> types, (int First, int Last)[] uses, out int[] bufferOfSlot)
    {
        var lifetimes = new List<BufferLifetime>();
        var bufferOfRoot = new Dictionary<int, int>();
        bufferOfSlot = new int[parents.Count];
        for (int i = 0; i < parents.Count; i++)
        {
            bufferOfSlot[i] = -1;
            if (uses[i].Last < 0)
                continue;
            if (!bufferOfRoot.TryGetValue(Root(i), out int buffer))
            {
                bufferOfRoot.Add(Root(i), buffer = lifetimes.Count);
                lifetimes.Add(new BufferLifetime(int.MaxValue, -1, 0));
            }
            BufferLifetime old = lifetimes[buffer];
            lifetimes[buffer] = new BufferLifetime(Math.Min(old.First, uses[i].First), Math.Max(old.Last, uses[i].Last), Math.Max(old.Size, types[i].SizeInBytes));
            bufferOfSlot[i] = buffer;
        }
        return [.. lifetimes];
    }

    private int Root(int index)
    {
        while (parents[index] != index)
            index = parents[index] = parents[parents[index]];
        return index;
    }
}
