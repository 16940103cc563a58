using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>
/// Binary convolution by sum tables (the method of four Russians): what six channels of a pixel can add to any output channel is one of 2⁶ numbers. They
/// are tabulated once for 64 pixels at a time; each output channel and tap then adds the entry that its weights name.
/// </summary>
/// <remarks>Arlazarov, Dinic, Kronrod and Faradzhev, 1970, for products of binary matrices. A table serves all taps that read its pixels.</remarks>
internal abstract class SumTableConvolution(string name, CpuFeatures requires) : BinaryConvolutionKernel(name, requires)
{
    public override bool Applies(BinaryConvolutionShape shape) => SumTablePlan.For(InShortRows(shape)) is not null;

    internal override bool SuitsSums => false;

    public override double EstimateCycles(BinaryConvolutionShape shape) => SumTablePlan.For(InShortRows(shape))?.EstimateCycles() ?? double.PositiveInfinity;

    public override PackedBinaryFilter Pack(BinaryConvolutionShape shape, ReadOnlySpan<uint> filter)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.Validate();
        shape = InShortRows(shape);
        if (filter.Length != shape.FilterLength)
            throw new ArgumentException($"filter has {filter.Length} words, the shape needs {shape.FilterLength}", nameof(filter));
        SumTablePlan plan = SumTablePlan.For(shape) ?? throw new ArgumentException($"{Name} does not serve filters of {shape.DepthInWords} words over images of this size", nameof(shape));
        return new SumTableFilter(this, plan, filter);
    }

    private protected override void Run<TStage>(
        PackedBinaryFilter filter, ReadOnlySpan<uint> input, TStage stage, int begin, int end, Span<byte> scratch)
    {
        var tables = (SumTableFilter)filter;
        SumTablePlan plan = tables.Plan;
        scratch = Aligned(scratch);
        for (int item = begin; item < end;)
        {
            int tile = item / plan.Parts, part = item % plan.Parts;
            int parts = Math.Min(Math.Min(plan.Parts - part, end - item), plan.MostPartsAtOnce);
            int channel = part * plan.PartChannels;
            int perImage = plan.TilesPerColumn * plan.TilesPerRow, inImage = tile % perImage;
            var place = new SumTableTile(tile / perImage, inImage / plan.TilesPerRow * plan.TileRows, inImage % plan.TilesPerRow * plan.Layout.Columns);
            int channels = Math.Min(parts * plan.PartChannels, plan.Shape.OutputChannels - channel);
            Count(tables, input, place, channel, channels, scratch);
            Store(tables, stage, place, channel, channels, scratch);
            item += parts;
        }
    }

    /// <summary>Counts of the unequal bits of channels [channel, channel + channels) for all pixels of a tile.</summary>
    private static void Count(SumTableFilter filter, ReadOnlySpan<uint> input, SumTableTile tile, int channel, int channels, Span<byte> scratch)
    {
        SumTablePlan plan = filter.Plan;
        Span<byte> planes = scratch[..(plan.Groups.Count * plan.PlanesLength)], tables = scratch[plan.TablesAt..plan.SumsAt], parities = scratch[plan.ParitiesAt..plan.TablesAt];
        Span<ushort> positions = MemoryMarshal.Cast<byte, ushort>(scratch[plan.PositionsAt..plan.ParitiesAt]);
        tables[..plan.Table(0)].Clear();
        int perGroup = plan.Shape.GroupOutputChannels;
        for (int group = 0; group < plan.Shape.Groups; group++)
        {
            SumTablePlanes.Fill(plan, input, tile, group, planes);
            SumTableParities.Fill(plan, planes, positions, parities);
            // All channels, or a part of the only group's.
            int first = plan.Shape.Groups > 1 ? group * perGroup : channel, count = plan.Shape.Groups > 1 ? perGroup : channels;
            foreach (SumTableStep step in filter.Steps)
            {
                if (step.Builds)
                    BuildTables(filter, step, planes, tables[plan.Table(0)..]);
                Add(plan, step, filter.Offsets(step, first, count), tables, first - channel, count, scratch);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BuildTables(SumTableFilter filter, SumTableStep step, Span<byte> planes, Span<byte> tables)
    {
        SumTablePlan plan = filter.Plan;
        SumTableLayout layout = plan.Layout;
        int[] sources = filter.Sources;
        int half = layout.HalfBytes;
        for (int i = 0; i < step.Tables; i++)
        {
            int index = step.First + i, bits = plan.Groups.BitsOf(index);
            Span<byte> plane = planes.Slice(index * plan.PlanesLength, plan.PlanesLength), table = tables.Slice(i * plan.TableBytes, plan.TableBytes);
            for (int column = 0; column < sources.Length; column++)
            {
                ref byte source = ref plane[sources[column]];
                Vector256<byte> low = Vector256.LoadUnsafe(ref source), high = Vector256.LoadUnsafe(ref source, (nuint)half);
                SumTables.Build(low, high, bits, ref table[column * Vector256<byte>.Count], (nuint)layout.EntryBytes);
            }
        }
    }

    /// <summary>Adds the entries that <paramref name="offsets"/> name to the sums of channels from <paramref name="held"/> on, for two vectors at a time.</summary>
    private static void Add(SumTablePlan plan, SumTableStep step, ReadOnlySpan<ushort> offsets, Span<byte> tables, int held, int channels, Span<byte> scratch)
    {
        SumTableLayout layout = plan.Layout;
        for (int vector = 0; vector < layout.Vectors; vector += 2)
        {
            var run = new SumTableRun(ref tables[layout.Base(vector)], ref scratch[plan.ParitiesAt + (vector * SumTablePass.CountBytes)])
            {
                TableDistance = layout.Base(1),
                Offsets = offsets,
                Length = step.Length,
                Channels = channels,
                Sums = Sums(plan, vector, held, channels, scratch),
                SumDistance = plan.HeldChannels * SumTablePass.SumBytes,
                Counts = Counts(plan, vector, held, channels, scratch),
                CountDistance = plan.HeldChannels * SumTablePass.CountBytes,
                Form = step.Form,
            };
            if (vector + 1 == layout.Vectors)
                SumTablePass.Add<One>(run);
            else
                SumTablePass.Add<Two>(run);
        }
    }

    private static Span<byte> Sums(SumTablePlan plan, int vector, int first, int channels, Span<byte> scratch) =>
        scratch.Slice(plan.SumsAt + (((vector * plan.HeldChannels) + first) * SumTablePass.SumBytes), channels * SumTablePass.SumBytes);

    private static Span<byte> Counts(SumTablePlan plan, int vector, int first, int channels, Span<byte> scratch) =>
        scratch.Slice(plan.CountsAt + (((vector * plan.HeldChannels) + first) * SumTablePass.CountBytes), channels * SumTablePass.CountBytes);

    private static void Store<TStage>(SumTableFilter filter, TStage stage, SumTableTile tile, int channel, int channels, Span<byte> scratch)
        where TStage : IOutputStage, allows ref struct
    {
        SumTablePlan plan = filter.Plan;
        SumTableLayout layout = plan.Layout;
        const int stride = SumTablePlan.DotChannels;
        Span<int> dots = MemoryMarshal.Cast<byte, int>(scratch[plan.DotsAt..])[..(2 * Vector256<byte>.Count * stride)];
        int pixels = Math.Min(layout.Columns, plan.Shape.OutputWidth - tile.Column), height = plan.Shape.OutputHeight;
        for (int vector = 0; vector < layout.Vectors; vector++)
        {
            for (int first = 0; first < channels; first += stride)
            {
                int count = Math.Min(stride, channels - first);
                SumTableDots.Store(Counts(plan, vector, first, (count + 7) / 8 * 8, scratch), filter.Depths[(channel + first)..], dots, stride);
                for (int i = 0; i < 2 * layout.VectorRows; i++)
                {
                    int half = i / layout.VectorRows, rowInVector = i % layout.VectorRows;
                    int row = tile.Row + (half * layout.HalfRows) + (vector * layout.VectorRows) + rowInVector;
                    if (row >= height)
                        break;
                    var run = new OutputDots
                    {
                        Values = dots[(((half * Vector256<byte>.Count) + (rowInVector * layout.RowBytes)) * stride)..],
                        Stride = stride,
                        Pixels = pixels,
                        Channel = channel + first,
                        Channels = count,
                    };
                    Store(filter, stage, run, tile.Image, row, tile.Column);
                }
            }
        }
    }

    /// <summary>Pixels that depend on nothing but themselves are put in rows as long as half a vector, as far as they can be divided.</summary>
    private static BinaryConvolutionShape InShortRows(BinaryConvolutionShape shape)
    {
        if (!shape.IsPointwise)
            return shape;
        int pixels = shape.OutputPixels, columns = BinaryConvolutionShape.Divisor(pixels, Vector256<byte>.Count);
        return shape with { Batch = 1, InputHeight = pixels / columns, OutputHeight = pixels / columns, InputWidth = columns, OutputWidth = columns };
    }
}
