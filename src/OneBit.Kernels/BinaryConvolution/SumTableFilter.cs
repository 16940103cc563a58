using System.Runtime.InteropServices;

namespace OneBit.Kernels;

/// <summary>A filter as offsets into sum tables: pass by pass, channel by channel, table by table, tap by tap.</summary>
internal sealed class SumTableFilter : PackedBinaryFilter
{
    private readonly AlignedBuffer offsets;

    public SumTableFilter(BinaryConvolutionKernel kernel, SumTablePlan plan, ReadOnlySpan<uint> filter)
        : base(kernel, plan.Shape, plan.TileRows, plan.TilesPerRow * plan.Parts, plan.ScratchBytes, filter)
    {
        Plan = plan;
        Steps = SumTableSteps.Of(plan);
        BinaryConvolutionShape shape = plan.Shape;
        offsets = new AlignedBuffer(checked(shape.OutputChannels * plan.ChannelOffsets * sizeof(ushort)));
        Span<ushort> all = offsets.AsSpan<ushort>();
        int taps = plan.Layout.Taps.Length, bytes = plan.Bytes.Count;
        byte[] tapBytes = new byte[taps * bytes];
        for (int channel = 0; channel < shape.OutputChannels; channel++)
        {
            ReadOnlySpan<uint> words = filter.Slice(channel * shape.DepthInWords, shape.DepthInWords);
            for (int tap = 0; tap < taps; tap++)
            {
                Span<byte> one = tapBytes.AsSpan(tap * bytes, bytes);
                MemoryMarshal.AsBytes(words.Slice(tap * shape.GroupWords, shape.GroupWords))[..plan.Bytes.Channels].CopyTo(one);
                plan.Bytes.Derive(one);
            }
            foreach (SumTableStep step in Steps)
            {
                Span<ushort> target = all.Slice((step.Offsets * shape.OutputChannels) + (channel * step.Length), step.Length);
                for (int i = 0; i < target.Length; i++)
                {
                    int table = i / step.Taps, tap = step.FirstTap + (i % step.Taps);
                    int entry = tapBytes[(tap * bytes) + step.First + table] & (SumTables.Entries - 1);
                    target[i] = checked((ushort)((table * plan.TableBytes) + (entry * plan.Layout.EntryBytes) + plan.Layout.Taps[tap]));
                }
            }
        }
    }

    public SumTablePlan Plan { get; }

    /// <summary>The passes over the channels of a tile.</summary>
    public SumTableStep[] Steps { get; }

    /// <summary>The offsets of a pass for channels [first, first + count).</summary>
    public ReadOnlySpan<ushort> Offsets(SumTableStep step, int first, int count) =>
        offsets.AsSpan<ushort>().Slice((step.Offsets * Shape.OutputChannels) + (first * step.Length), count * step.Length);
}
