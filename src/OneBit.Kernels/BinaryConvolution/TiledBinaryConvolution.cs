using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>The loop around a tile: pads and encodes the rows that an output row reads, multiplies tile by tile, stores.</summary>
internal abstract class TiledBinaryConvolution<TTile>(string name, CpuFeatures requires) : BinaryConvolutionKernel(name, requires)
    where TTile : IBinaryTile
{
    public override bool Applies(BinaryConvolutionShape shape) => shape.DepthInWords <= TTile.MaxDepthInWords;

    public override PackedBinaryFilter Pack(BinaryConvolutionShape shape, ReadOnlySpan<uint> filter)
    {
        ArgumentNullException.ThrowIfNull(shape);
        BinaryTilePlan plan = BinaryTilePlan.For<TTile>(shape);
        if (filter.Length != shape.FilterLength)
            throw new ArgumentException($"filter has {filter.Length} words, the shape needs {shape.FilterLength}", nameof(filter));
        if (shape.DepthInWords > TTile.MaxDepthInWords)
            throw new ArgumentException($"{Name} serves filters of {TTile.MaxDepthInWords} words at most, not {shape.DepthInWords}", nameof(shape));

        int depth = shape.DepthInWords;
        int blockBytes = TTile.BlockBytes(depth);
        var blocks = new AlignedBuffer(checked(blockBytes * plan.BlocksPerGroup * shape.Groups));
        for (int block = 0; block < plan.BlocksPerGroup * shape.Groups; block++)
        {
            int first = block % plan.BlocksPerGroup * plan.BlockChannels;
            int channels = Math.Min(plan.BlockChannels, shape.GroupOutputChannels - first);
            int channel = (block / plan.BlocksPerGroup * shape.GroupOutputChannels) + first;
            TTile.PackBlock(
                filter.Slice(channel * depth, channels * depth), channels, depth, blocks.AsSpan<byte>().Slice(block * blockBytes, blockBytes));
        }
        int[] tapSums = shape.Padding == BinaryPadding.Zero ? PackedBinaryFilter.SumTaps(shape, filter) : [];
        return new PackedBinaryFilter(this, plan, blocks, blockBytes, tapSums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void Run<TStage>(
        PackedBinaryFilter filter, ReadOnlySpan<uint> input, TStage stage, int begin, int end, Span<byte> scratch)
    {
        BinaryTilePlan plan = filter.Plan;
        scratch = Aligned(scratch);
        int coded = -1;
        for (int item = begin; item < end;)
        {
            int row = item / plan.Parts;
            int part = item % plan.Parts;
            int parts = Math.Min(plan.Parts - part, end - item);
            EncodeRows(plan, input, row, coded, scratch);
            coded = row;
            RunRow(filter, stage, row, part * plan.BlocksPerPart, Math.Min((part + parts) * plan.BlocksPerPart, plan.BlocksPerGroup), scratch);
            item += parts;
        }
    }

    /// <summary>Codes of the rows that an output row reads, where the scratch holds those of output row <paramref name="coded"/>, or of none.</summary>
    private static void EncodeRows(BinaryTilePlan plan, ReadOnlySpan<uint> input, int outputRow, int coded, Span<byte> scratch)
    {
        BinaryConvolutionShape shape = plan.Shape;
        int rowWords = shape.InputWidth * shape.InputWords;
        int image = outputRow / shape.OutputHeight;
        int top = (outputRow % shape.OutputHeight * shape.StrideHeight) - shape.PadTop;
        Span<uint> padded = MemoryMarshal.Cast<byte, uint>(scratch)[..(plan.RowPixels * shape.InputWords)];
        Span<byte> codes = scratch.Slice(plan.CodesAt, plan.RowBytes * shape.FilterHeight);
        int kept = coded >= 0 && coded / shape.OutputHeight == image ? plan.KeptRows(outputRow - coded) : 0;
        codes[((shape.FilterHeight - kept) * plan.RowBytes)..].CopyTo(codes);
        for (int y = kept; y < shape.FilterHeight; y++)
        {
            int inputRow = top + (y * shape.DilationHeight);
            bool inside = (uint)inputRow < (uint)shape.InputHeight;
            ReadOnlySpan<uint> source = inside ? input.Slice(((image * shape.InputHeight) + inputRow) * rowWords, rowWords) : [];
            PadRow(shape, source, padded);
            TTile.EncodeRow(padded, plan.CodedWords, plan.CodeDistance, codes.Slice(y * plan.RowBytes, plan.RowBytes));
        }
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
    private static void RunRow<TStage>(PackedBinaryFilter filter, TStage stage, int row, int beginBlock, int endBlock, Span<byte> scratch)
        where TStage : IOutputStage, allows ref struct
    {
        BinaryTilePlan plan = filter.Plan;
        BinaryConvolutionShape shape = plan.Shape;
        Span<int> dots = MemoryMarshal.Cast<byte, int>(scratch[plan.DotsAt..])[..plan.DotCount];
        for (int column = 0; column < plan.Columns; column += IBinaryTile.MaxColumns)
        {
            for (int group = 0; group < shape.Groups; group++)
            {
                var tile = new BinaryTileOperands
                {
                    Codes = scratch[(plan.CodesAt + (column * plan.ColumnStep) + (group * plan.GroupStep))..plan.WorkAt],
                    WordOffsets = plan.WordOffsets,
                    ColumnStep = plan.ColumnStep,
                    Columns = Math.Min(IBinaryTile.MaxColumns, plan.Columns - column),
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
                        Store(filter, stage, row, column, channel, Math.Min(plan.BlockChannels, shape.GroupOutputChannels - first), dots);
                }
            }
            if (!plan.StoresBlocks)
                Store(filter, stage, row, column, 0, shape.OutputChannels, dots);
        }
    }

    private static void Store<TStage>(PackedBinaryFilter filter, TStage stage, int row, int column, int channel, int channels, Span<int> dots)
        where TStage : IOutputStage, allows ref struct
    {
        BinaryTilePlan plan = filter.Plan;
        int width = plan.Shape.OutputWidth;
        int columns = Math.Min(IBinaryTile.MaxColumns, plan.Columns - column);
        for (int half = 0; half < TTile.PixelsPerCode; half++)
        {
            int x = column + (half * plan.Columns);
            // Of an odd width the last code's second pixel lies outside.
            if (x >= width)
                continue;
            var run = new OutputDots
            {
                Values = dots[(half * IBinaryTile.MaxColumns * plan.DotStride)..],
                Stride = plan.DotStride,
                Pixels = Math.Min(columns, width - x),
                Channel = channel,
                Channels = channels,
            };
            int outputRow = row % plan.Shape.OutputHeight;
            bool correct = filter.TapSums.Length != 0;
            for (int i = 0; correct && !stage.CorrectsBehind && i < run.Pixels; i++)
            {
                if (!plan.ReadsInside(outputRow, x + i))
                    ZeroPadding.Correct(filter, outputRow, x + i, channel, run.Pixel(i));
            }
            stage.Store(run, (row * width) + x);
            for (int i = 0; correct && stage.CorrectsBehind && i < run.Pixels; i++)
            {
                if (!plan.ReadsInside(outputRow, x + i) && ZeroPadding.Sum(filter, outputRow, x + i, channel, run.Pixel(i)))
                    stage.Correct(run.Pixel(i), (row * width) + x + i, channel);
            }
        }
    }

    private static unsafe Span<byte> Aligned(Span<byte> scratch)
    {
        // Speed only: should the collector move the scratch, the slice stays valid and merely loses its alignment.
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(scratch));
        return scratch[(int)(-address & (AlignedBuffer.Alignment - 1))..];
    }
}
