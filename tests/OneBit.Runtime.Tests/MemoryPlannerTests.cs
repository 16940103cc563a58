using CsCheck;

namespace OneBit.Runtime.Tests;

public sealed class MemoryPlannerTests
{
    private static readonly Gen<BufferLifetime[]> Lifetimes =
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 10], Gen.Long[0, 5000]).Select((first, length, size) => new BufferLifetime(first, first + length, size)).Array[0, 60];

    [Fact]
    public void Buffers_that_live_at_the_same_time_never_overlap() =>
        Lifetimes.Sample(buffers =>
        {
            (long[] offsets, long size) = MemoryPlanner.Place(buffers);
            for (int i = 0; i < buffers.Length; i++)
            {
                Assert.True(offsets[i] >= 0 && offsets[i] + buffers[i].Size <= size);
                for (int j = 0; j < i; j++)
                {
                    bool apart = offsets[i] + buffers[i].Size <= offsets[j] || offsets[j] + buffers[j].Size <= offsets[i];
                    Assert.True(apart || !buffers[i].Overlaps(buffers[j]), $"{buffers[i]} at {offsets[i]} overlaps {buffers[j]} at {offsets[j]}");
                }
            }
        });

    [Fact]
    public void Buffers_start_on_cache_lines() =>
        Lifetimes.Sample(buffers => MemoryPlanner.Place(buffers).Offsets.All(offset => offset % 64 == 0));

    [Fact]
    public void An_arena_is_never_smaller_than_what_lives_at_one_time() =>
        Lifetimes.Sample(buffers => MemoryPlanner.Place(buffers).Size >= MemoryPlanner.LowerBound(buffers));

    [Fact]
    public void A_chain_reuses_the_memory_of_the_step_before_the_last()
    {
        BufferLifetime[] chain = [.. Enumerable.Range(0, 10).Select(i => new BufferLifetime(i, i + 1, 640))];
        Assert.Equal(2 * 640, MemoryPlanner.Place(chain).Size);
    }
}
