using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>A filter as offsets into sum tables: pass by pass, channel by channel, table by table, tap by tap.</summary>
internal sealed class SumTableFilter : PackedBinaryFilter
{
    private readonly AlignedBuffer offsets;

    private readonly short[] depths;

    public SumTableFilter(BinaryConvolutionKernel kernel, SumTablePlan plan, ReadOnlySpan<uint> filter)
        : base(kernel, plan.Shape, plan.TileRows, plan.TilesPerRow * plan.Parts, plan.ScratchBytes, filter)
    {
        Plan = plan;
        Steps = SumTableSteps.Of(plan);
        Sources = new int[plan.Layout.EntryBytes / Vector256<byte>.Count];
        for (int column = 0; column < Sources.Length; column++)
            Sources[column] = plan.Layout.Source(column * Vector256<byte>.Count);
        BinaryConvolutionShape shape = plan.Shape;
        SumTableStep last = Steps[^1];
        offsets = new AlignedBuffer(checked(shape.OutputChannels * (last.Offsets + last.Length) * sizeof(ushort)));
        // Dots are made eight channels at a time.
        depths = new short[(shape.OutputChannels + 7) / 8 * 8];
        Span<ushort> all = offsets.AsSpan<ushort>();
        int taps = plan.Layout.Taps.Length, bytes = plan.Groups.Count;
        byte[] tapBytes = new byte[taps * bytes];
        for (int channel = 0; channel < shape.OutputChannels; channel++)
        {
            ReadOnlySpan<uint> words = filter.Slice(channel * shape.DepthInWords, shape.DepthInWords);
            for (int tap = 0; tap < taps; tap++)
            {
                Span<byte> one = tapBytes.AsSpan(tap * bytes, bytes);
                MemoryMarshal.AsBytes(words.Slice(tap * shape.GroupWords, shape.GroupWords))[..plan.Groups.Channels].CopyTo(one);
                plan.Groups.Derive(one);
            }
            depths[channel] = unchecked((short)(shape.Depth + (2 * SixBitGroups.Parities(tapBytes))));
            foreach (SumTableStep step in Steps)
            {
                Span<ushort> target = all.Slice((step.Offsets * shape.OutputChannels) + (channel * step.Length), step.Entries);
                for (int i = 0; i < target.Length; i++)
                {
                    int table = i / step.Taps, tap = step.FirstTap + (i % step.Taps);
                    int entry = tapBytes[(tap * bytes) + step.First + table] & SixBitGroups.Mask;
                    target[i] = checked((ushort)(plan.Table(table) + (entry * plan.Layout.EntryBytes) + plan.Layout.Taps[tap]));
                }
            }
        }
    }

    public SumTablePlan Plan { get; }

    /// <summary>The passes over the channels of a tile.</summary>
    public SumTableStep[] Steps { get; }

    /// <summary>Of each vector of an entry, <see cref="SumTableLayout.Source"/>.</summary>
    public int[] Sources { get; }

    /// <summary>K + 2·(the parities of the channel's bytes), modulo 2¹⁶.</summary>
    public ReadOnlySpan<short> Depths => depths;

    /// <summary>The offsets of a pass for channels [first, first + count).</summary>
    public ReadOnlySpan<ushort> Offsets(SumTableStep step, int first, int count) =>
        offsets.AsSpan<ushort>().Slice((step.Offsets * Shape.OutputChannels) + (first * step.Length), count * step.Length);
}
