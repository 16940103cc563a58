using System.Runtime.InteropServices;
using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>What all tiled convolutions share: planning, packing, and the rows that a band of output rows reads. Nothing here depends on vectors, so it can be compiled ahead of time.</summary>
internal abstract class TiledBinaryConvolution(string name, CpuFeatures requires, TileCost cost) : BinaryConvolutionKernel(name, requires)
{
    public override bool Applies(BinaryConvolutionShape shape)
    {
        shape = shape.Flattened();
        return Layout(shape) is { } layout && BinaryTilePlan.Fits(shape, layout);
    }

    public override double EstimateCycles(BinaryConvolutionShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape = shape.Flattened();
        return Layout(shape) is { } layout ? cost.Cycles(shape, layout) : double.PositiveInfinity;
    }

    public override PackedBinaryFilter Pack(BinaryConvolutionShape shape, ReadOnlySpan<uint> filter)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.Validate();
        shape = shape.Flattened();
        if (filter.Length != shape.FilterLength)
            throw new ArgumentException($"filter has {filter.Length} words, the shape needs {shape.FilterLength}", nameof(filter));
        if (Layout(shape) is not { } layout || !BinaryTilePlan.Fits(shape, layout))
            throw new ArgumentException($"{Name} does not serve filters of {shape.DepthInWords} words over images of this size", nameof(shape));

        var plan = new BinaryTilePlan(shape, layout);
        int depth = shape.DepthInWords, blockBytes = checked((int)layout.BlockBytes);
        var blocks = new AlignedBuffer(checked(blockBytes * plan.BlocksPerGroup * shape.Groups));
        for (int block = 0; block < plan.BlocksPerGroup * shape.Groups; block++)
        {
            int first = block % plan.BlocksPerGroup * layout.BlockChannels;
            int channels = Math.Min(layout.BlockChannels, shape.GroupOutputChannels - first);
            int channel = (block / plan.BlocksPerGroup * shape.GroupOutputChannels) + first;
            PackBlock(shape, filter.Slice(channel * depth, channels * depth), channels, blocks.AsSpan<byte>().Slice(block * blockBytes, blockBytes));
        }
        return new TiledBinaryFilter(this, plan, blocks, blockBytes, filter);
    }

    /// <inheritdoc cref="IBinaryTile.Layout"/>
    private protected abstract BinaryTileLayout? Layout(BinaryConvolutionShape shape);

    /// <inheritdoc cref="IBinaryTile.PackBlock"/>
    private protected abstract void PackBlock(BinaryConvolutionShape shape, ReadOnlySpan<uint> filters, int channels, Span<byte> block);

    /// <inheritdoc cref="IBinaryTile.EncodeRow"/>
    private protected abstract void EncodeRow(BinaryTilePlan plan, ReadOnlySpan<uint> row, int slot, Span<byte> codes, Span<byte> work);

    private protected static Span<long> Held(BinaryTilePlan plan, Span<byte> scratch) => MemoryMarshal.Cast<byte, long>(scratch[plan.HeldAt..])[..plan.RingRows];

    private protected static Span<int> Offsets(BinaryTilePlan plan, int rows, Span<byte> scratch) =>
        MemoryMarshal.Cast<byte, int>(scratch[plan.OffsetsAt..])[..(rows * plan.Shape.FilterHeight * plan.TapRowOffsets.Length)];

    /// <summary>Codes of the rows that a band reads, but for those that the ring holds.</summary>
    private protected void EncodeRows(BinaryTilePlan plan, ReadOnlySpan<uint> input, Band band, Span<byte> scratch)
    {
        BinaryConvolutionShape shape = plan.Shape;
        int rowWords = shape.InputWidth * shape.InputWords;
        Span<uint> padded = MemoryMarshal.Cast<byte, uint>(scratch)[..(plan.RowPixels * shape.InputWords)];
        Span<byte> codes = scratch.Slice(plan.CodesAt, plan.CodesBytes), work = scratch[plan.WorkAt..plan.DotsAt];
        Span<long> held = Held(plan, scratch);
        int first = band.Row * shape.StrideHeight, slot = plan.Slot(band.Row);
        int rows = ((band.Rows - 1) * shape.StrideHeight) + shape.FilterHeight;
        for (int i = 0; i < rows; i++, slot = slot + 1 == plan.RingRows ? 0 : slot + 1)
        {
            int row = first + (i * shape.DilationHeight);
            long imageRow = ((long)band.Image << 32) | (uint)row;
            if (held[slot] == imageRow)
                continue;
            held[slot] = imageRow;
            int inputRow = row - shape.PadTop;
            bool inside = (uint)inputRow < (uint)shape.InputHeight;
            ReadOnlySpan<uint> source = inside ? input.Slice(((band.Image * shape.InputHeight) + inputRow) * rowWords, rowWords) : [];
            PadRow(shape, source, padded);
            EncodeRow(plan, padded, slot, codes, work);
        }
    }

    /// <summary>Per row of the band, the offset of each code of the filter.</summary>
    private protected static void FillOffsets(BinaryTilePlan plan, Band band, Span<byte> scratch)
    {
        Span<int> offsets = Offsets(plan, band.Rows, scratch);
        ReadOnlySpan<int> tapRow = plan.TapRowOffsets;
        int rowOffset = plan.RowSlots * plan.Layout.UnitBytes, at = 0;
        for (int row = 0; row < band.Rows; row++)
        {
            int slot = plan.Slot(band.Row + row);
            for (int y = 0; y < plan.Shape.FilterHeight; y++, slot = slot + 1 == plan.RingRows ? 0 : slot + 1, at += tapRow.Length)
                Add(tapRow, slot * rowOffset, offsets.Slice(at, tapRow.Length));
        }
    }

    private protected static void Store<TStage>(TiledBinaryFilter filter, TStage stage, Band band, TileArea area, int channel, int channels, Span<int> dots)
        where TStage : IOutputStage, allows ref struct
    {
        BinaryTilePlan plan = filter.Plan;
        int width = plan.Shape.OutputWidth;
        for (int row = 0; row < band.Rows; row++)
        {
            for (int part = 0; part < plan.Layout.Pixels; part++)
            {
                int x = area.Column + (part * plan.Columns);
                // The last pixels of a code lie outside where the width is no multiple.
                if (x >= width)
                    break;
                var run = new OutputDots
                {
                    Values = dots[(((part * plan.Layout.MaxCodes) + (row * area.Columns)) * plan.DotStride)..],
                    Stride = plan.DotStride,
                    Pixels = Math.Min(area.Columns, width - x),
                    Channel = channel,
                    Channels = channels,
                };
                Store(filter, stage, run, band.Image, band.Row + row, x);
            }
        }
    }

    private static void Add(ReadOnlySpan<int> source, int addend, Span<int> target)
    {
        for (int i = 0; i < source.Length; i++)
            target[i] = source[i] + addend;
    }

    private static void PadRow(BinaryConvolutionShape shape, ReadOnlySpan<uint> source, Span<uint> padded)
    {
        int left = source.IsEmpty ? padded.Length : Math.Min(shape.PadLeft * shape.InputWords, padded.Length);
        int copied = Math.Min(source.Length, padded.Length - left);
        Pad(shape, padded[..left]);
        source[..copied].CopyTo(padded[left..]);
        Pad(shape, padded[(left + copied)..]);
    }

    private static void Pad(BinaryConvolutionShape shape, Span<uint> words)
    {
        words.Fill(shape.Padding == BinaryPadding.MinusOne ? uint.MaxValue : 0);
        if (shape.Padding != BinaryPadding.MinusOne)
            return;
        for (int last = shape.InputWords - 1; last < words.Length; last += shape.InputWords)
            words[last] = BitLayout.TailMask(shape.InputChannels);
    }

    /// <summary>Columns [Column, Column + Columns) of codes.</summary>
    private protected readonly record struct TileArea(int Column, int Columns);

    /// <summary>Output rows [Row, Row + Rows) of an image.</summary>
    private protected readonly record struct Band(int Image, int Row, int Rows)
    {
        public Band(BinaryTilePlan plan, int index)
            : this(index / plan.BandsPerImage, index % plan.BandsPerImage * plan.BandRows, Math.Min(plan.BandRows, plan.Shape.OutputHeight - (index % plan.BandsPerImage * plan.BandRows)))
        {
        }
    }
}
