using CsCheck;

namespace OneBit.Runtime.Tests;

public sealed class MemoryPlannerTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    private static readonly Gen<BufferLifetime[]> Lifetimes =
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 10], Gen.Long[0, 5000]).Select((first, length, size) => new BufferLifetime(first, first + length, size)).Array[0, 60];

    [Fact]
    public void Buffers_that_live_at_the_same_time_never_overlap() =>
        Lifetimes.Sample(
            buffers =>
            {
                (long[] offsets, long size) = MemoryPlanner.Place(buffers);
                for (int i = 0; i < buffers.Length; i++)
                {
                    Assert.True(offsets[i] >= 0 && offsets[i] + buffers[i].Size <= size);
                    for (int j = 0; j < i; j++)
                    {
                        bool apart = offsets[i] + buffers[i].Size <= offsets[j] || offsets[j] + buffers[j].Size <= offsets[i];
                        bool together = buffers[i].First <= buffers[j].Last && buffers[j].First <= buffers[i].Last;
                        Assert.True(apart || !together, $"{buffers[i]} at {offsets[i]} overlaps {buffers[j]} at {offsets[j]}");
                    }
                }
            },
            seed: Seed);

    [Fact]
    public void Buffers_start_on_cache_lines() =>
        Lifetimes.Sample(buffers => MemoryPlanner.Place(buffers).Offsets.All(offset => offset % 64 == 0), seed: Seed);

    [Fact]
    public void The_lower_bound_is_the_most_that_lives_at_one_step_in_whole_cache_lines() =>
        Lifetimes.Sample(
            buffers =>
            {
                long[] live = [.. Enumerable.Range(0, 41).Select(step => buffers.Where(b => step >= b.First && step <= b.Last).Sum(b => (b.Size + 63) / 64 * 64))];
                Assert.Equal(live, Enumerable.Range(0, 41).Select(step => MemoryPlanner.Live(buffers, step)));
                Assert.Equal(live.Max(), MemoryPlanner.LowerBound(buffers));
                Assert.InRange(MemoryPlanner.Place(buffers).Size, live.Max(), long.MaxValue);
            },
            seed: Seed);

    [Fact]
    public void A_buffer_goes_into_the_smallest_gap_that_holds_it()
    {
        // At step 2 two gaps are left: 512 bytes at 0 and, larger and behind it, 704 bytes at 960.
        BufferLifetime[] buffers = [new(0, 1, 512), new(0, 9, 448), new(0, 1, 384), new(0, 1, 320), new(0, 9, 256), new(2, 9, 192)];
        (long[] offsets, long size) = MemoryPlanner.Place(buffers);
        Assert.Equal([0, 512, 960, 1344, 1664, 0], offsets);
        Assert.Equal(1920, size);
    }

    [Fact]
    public void A_chain_reuses_the_memory_of_the_step_before_the_last()
    {
        BufferLifetime[] chain = [.. Enumerable.Range(0, 10).Select(i => new BufferLifetime(i, i + 1, 640))];
        Assert.Equal(2 * 640, MemoryPlanner.Place(chain).Size);
    }
}
