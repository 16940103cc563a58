using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OneBit.Kernels;

/// <summary>The loop around a tile: pads and encodes the rows that a band of output rows reads, multiplies tile by tile, stores.</summary>
internal abstract class TiledBinaryConvolution<TTile>(string name, CpuFeatures requires, TileCost cost) : TiledBinaryConvolution(name, requires, cost)
    where TTile : IBinaryTile
{
    private protected override BinaryTileLayout? Layout(BinaryConvolutionShape shape) => TTile.Layout(shape);

    private protected override void PackBlock(BinaryConvolutionShape shape, ReadOnlySpan<uint> filters, int channels, Span<byte> block) => TTile.PackBlock(shape, filters, channels, block);

    private protected override void EncodeRow(BinaryTilePlan plan, ReadOnlySpan<uint> row, int slot, Span<byte> codes, Span<byte> work) => TTile.EncodeRow(plan, row, slot, codes, work);

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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunBand<TStage>(TiledBinaryFilter filter, TStage stage, Band band, int beginBlock, int endBlock, Span<byte> scratch)
        where TStage : IOutputStage, allows ref struct
    {
        BinaryTilePlan plan = filter.Plan;
        BinaryConvolutionShape shape = plan.Shape;
        Span<int> dots = MemoryMarshal.Cast<byte, int>(scratch[plan.DotsAt..])[..plan.DotCount];
        int columns = plan.BandRows > 1 ? plan.Columns : plan.Layout.MaxCodes;
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
                    int first = block * plan.Layout.BlockChannels;
                    int channel = (group * shape.GroupOutputChannels) + first;
                    ReadOnlySpan<byte> weights = filter.Blocks.AsSpan<byte>().Slice(((group * plan.BlocksPerGroup) + block) * filter.BlockBytes, filter.BlockBytes);
                    TTile.Multiply(tile, weights, dots[(plan.StoresBlocks ? 0 : channel)..]);
                    if (plan.StoresBlocks)
                        Store(filter, stage, band, area, channel, Math.Min(plan.Layout.BlockChannels, shape.GroupOutputChannels - first), dots);
                }
            }
            if (!plan.StoresBlocks)
                Store(filter, stage, band, area, 0, shape.OutputChannels, dots);
        }
    }
}
