using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>The loop around a tile: pads and encodes the rows that a band of output rows reads, multiplies tile by tile, stores.</summary>
internal abstract class TiledBinaryConvolution<TTile>(string name, CpuFeatures requires, TileCost cost) : BinaryConvolutionKernel(name, requires)
    where TTile : IBinaryTile
{
    public override bool Applies(BinaryConvolutionShape shape) => TTile.Holds(shape) && BinaryTilePlan.Fits<TTile>(shape.Flattened());

    public override double EstimateCycles(BinaryConvolutionShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return cost.Cycles<TTile>(shape.Flattened());
    }

    public override PackedBinaryFilter Pack(BinaryConvolutionShape shape, ReadOnlySpan<uint> filter)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.Validate();
        shape = shape.Flattened();
        if (filter.Length != shape.FilterLength)
            throw new ArgumentException($"filter has {filter.Length} words, the shape needs {shape.FilterLength}", nameof(filter));
        if (!TTile.Holds(shape) || !BinaryTilePlan.Fits<TTile>(shape))
            throw new ArgumentException($"{Name} does not serve filters of {shape.DepthInWords} words over images of this size", nameof(shape));

        BinaryTilePlan plan = BinaryTilePlan.For<TTile>(shape);
        int depth = shape.DepthInWords, blockBytes = checked((int)plan.Layout.BlockBytes);
        var blocks = new AlignedBuffer(checked(blockBytes * plan.BlocksPerGroup * shape.Groups));
        for (int block = 0; block < plan.BlocksPerGroup * shape.Groups; block++)
        {
            int first = block % plan.BlocksPerGroup * plan.BlockChannels;
            int channels = Math.Min(plan.BlockChannels, shape.GroupOutputChannels - first);
            int channel = (block / plan.BlocksPerGroup * shape.GroupOutputChannels) + first;
            TTile.PackBlock(shape, filter.Slice(channel * depth, channels * depth), channels, blocks.AsSpan<byte>().Slice(block * blockBytes, blockBytes));
        }
        return new TiledBinaryFilter(this, plan, blocks, blockBytes, filter);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void Run<TStage>(
        PackedBinaryFilter filter, ReadOnlySpan<uint> input, TStage stage, int begin, int end, Span<byte> scratch)
    {
        var tiled = (TiledBinaryFilter)filter;
        BinaryTilePlan plan = tiled.Plan;
        scratch = Aligned(scratch);
        Held(plan, scratch).Fill(-1);
        for (int item = begin; item < end;)
        {
            var band = new Band(plan, item / plan.Parts);
            int part = item % plan.Parts;
            int parts = Math.Min(plan.Parts - part, end - item);
            EncodeRows(plan, input, band, scratch);
            FillOffsets(plan, band, scratch);
            RunBand(tiled, stage, band, part * plan.BlocksPerPart, Math.Min((part + parts) * plan.BlocksPerPart, plan.BlocksPerGroup), scratch);
            item += parts;
        }
    }

    private static Span<long> Held(BinaryTilePlan plan, Span<byte> scratch) => MemoryMarshal.Cast<byte, long>(scratch[plan.HeldAt..])[..plan.RingRows];

    private static Span<int> Offsets(BinaryTilePlan plan, int rows, Span<byte> scratch) =>
        MemoryMarshal.Cast<byte, int>(scratch[plan.OffsetsAt..])[..(rows * plan.Shape.FilterHeight * plan.TapRowOffsets.Length)];

    /// <summary>Codes of the rows that a band reads, but for those that the ring holds.</summary>
    private static void EncodeRows(BinaryTilePlan plan, ReadOnlySpan<uint> input, Band band, Span<byte> scratch)
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
            long name = ((long)band.Image << 32) | (uint)row;
            if (held[slot] == name)
                continue;
            held[slot] = name;
            int inputRow = row - shape.PadTop;
            bool inside = (uint)inputRow < (uint)shape.InputHeight;
            ReadOnlySpan<uint> source = inside ? input.Slice(((band.Image * shape.InputHeight) + inputRow) * rowWords, rowWords) : [];
            PadRow(shape, source, padded);
            TTile.EncodeRow(plan, padded, slot, codes, work);
        }
    }

    /// <summary>Per row of the band, the offset of each code of the filter.</summary>
    private static void FillOffsets(BinaryTilePlan plan, Band band, Span<byte> scratch)
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

    private static void Add(ReadOnlySpan<int> source, int addend, Span<int> target)
    {
        int i = 0;
        for (; i <= source.Length - Vector<int>.Count; i += Vector<int>.Count)
            (new Vector<int>(source[i..]) + new Vector<int>(addend)).CopyTo(target[i..]);
        for (; i < source.Length; i++)
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunBand<TStage>(TiledBinaryFilter filter, TStage stage, Band band, int beginBlock, int endBlock, Span<byte> scratch)
        where TStage : IOutputStage, allows ref struct
    {
        BinaryTilePlan plan = filter.Plan;
        BinaryConvolutionShape shape = plan.Shape;
        Span<int> dots = MemoryMarshal.Cast<byte, int>(scratch[plan.DotsAt..])[..plan.DotCount];
        int columns = plan.BandRows > 1 ? plan.Columns : TTile.MaxCodes;
        for (int column = 0; column < plan.Columns; column += columns)
        {
            var area = new TileArea(column, Math.Min(columns, plan.Columns - column));
            for (int group = 0; group < shape.Groups; group++)
            {
                var tile = new BinaryTileOperands
                {
                    Codes = scratch.Slice(plan.CodesAt, plan.CodesBytes),
                    Offsets = Offsets(plan, band.Rows, scratch),
                    First = (column * plan.ColumnStep) + (group * plan.GroupStep),
                    ColumnStep = plan.ColumnStep,
                    Rows = band.Rows,
                    Columns = area.Columns,
                    UnitsPerTap = plan.Layout.Units,
                    Depth = shape.Depth,
                    Work = scratch[plan.WorkAt..plan.DotsAt],
                    DotStride = plan.DotStride,
                };
                TTile.PrepareTile(tile);
                for (int block = beginBlock; block < endBlock; block++)
                {
                    int first = block * plan.BlockChannels;
                    int channel = (group * shape.GroupOutputChannels) + first;
                    ReadOnlySpan<byte> weights = filter.Blocks.AsSpan<byte>().Slice(((group * plan.BlocksPerGroup) + block) * filter.BlockBytes, filter.BlockBytes);
                    TTile.Multiply(tile, weights, dots[(plan.StoresBlocks ? 0 : channel)..]);
                    if (plan.StoresBlocks)
                        Store(filter, stage, band, area, channel, Math.Min(plan.BlockChannels, shape.GroupOutputChannels - first), dots);
                }
            }
            if (!plan.StoresBlocks)
                Store(filter, stage, band, area, 0, shape.OutputChannels, dots);
        }
    }

    private static void Store<TStage>(TiledBinaryFilter filter, TStage stage, Band band, TileArea area, int channel, int channels, Span<int> dots)
        where TStage : IOutputStage, allows ref struct
    {
        BinaryTilePlan plan = filter.Plan;
        int width = plan.Shape.OutputWidth;
        for (int row = 0; row < band.Rows; row++)
        {
            for (int part = 0; part < TTile.Pixels; part++)
            {
                int x = area.Column + (part * plan.Columns);
                // The last pixels of a code lie outside where the width is no multiple.
                if (x >= width)
                    break;
                var run = new OutputDots
                {
                    Values = dots[(((part * TTile.MaxCodes) + (row * area.Columns)) * plan.DotStride)..],
                    Stride = plan.DotStride,
                    Pixels = Math.Min(area.Columns, width - x),
                    Channel = channel,
                    Channels = channels,
                };
                Store(filter, stage, run, band.Image, band.Row + row, x);
            }
        }
    }

    /// <summary>Columns [Column, Column + Columns) of codes.</summary>
    private readonly record struct TileArea(int Column, int Columns);

    /// <summary>Output rows [Row, Row + Rows) of an image.</summary>
    private readonly record struct Band(int Image, int Row, int Rows)
    {
        public Band(BinaryTilePlan plan, int index)
            : this(index / plan.BandsPerImage, index % plan.BandsPerImage * plan.BandRows, Math.Min(plan.BandRows, plan.Shape.OutputHeight - (index % plan.BandsPerImage * plan.BandRows)))
        {
        }
    }
}
