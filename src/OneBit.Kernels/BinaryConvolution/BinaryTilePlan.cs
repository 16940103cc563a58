using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>Everything about a tiled convolution that depends on the shape alone: row buffers, offsets, scratch layout, division of the work.</summary>
internal sealed class BinaryTilePlan
{
    private const int Align = AlignedBuffer.Alignment;
    private const int ChannelsPerPart = 128;
    private const int RowsThatNeedNoParts = 16;

    private readonly (int First, int End) insideRows;
    private readonly (int First, int End) insideColumns;

    private BinaryTilePlan(BinaryConvolutionShape shape, int pixelsPerCode, int bytesPerWord, int blockChannels, int workBytes)
    {
        Shape = shape;
        BlockChannels = blockChannels;
        int columns = (shape.OutputWidth + pixelsPerCode - 1) / pixelsPerCode;
        Columns = columns;
        int span = checked(((columns - 1) * shape.StrideWidth) + ((shape.FilterWidth - 1) * shape.DilationWidth) + 1);
        CodedWords = checked(span * shape.InputWords);
        CodeDistance = (pixelsPerCode - 1) * columns * shape.StrideWidth * shape.InputWords;
        RowPixels = checked(span + ((pixelsPerCode - 1) * columns * shape.StrideWidth));
        RowBytes = Up(checked(CodedWords * bytesPerWord));
        ColumnStep = shape.StrideWidth * shape.InputWords * bytesPerWord;
        GroupStep = shape.GroupWords * bytesPerWord;
        insideRows = Inside(shape.StrideHeight, shape.PadTop, (shape.FilterHeight - 1) * shape.DilationHeight, shape.InputHeight);
        insideColumns = Inside(shape.StrideWidth, shape.PadLeft, (shape.FilterWidth - 1) * shape.DilationWidth, shape.InputWidth);
        WordOffsets = Offsets(shape, bytesPerWord, RowBytes);

        BlocksPerGroup = (shape.GroupOutputChannels + blockChannels - 1) / blockChannels;
        StoresBlocks = shape.Groups == 1 || shape.GroupOutputChannels % blockChannels == 0;
        DotStride = StoresBlocks ? blockChannels : shape.OutputChannels + blockChannels;
        bool split = shape.Groups == 1 && shape.OutputRows < RowsThatNeedNoParts;
        BlocksPerPart = split ? Math.Max(1, ChannelsPerPart / blockChannels) : BlocksPerGroup;
        Parts = (BlocksPerGroup + BlocksPerPart - 1) / BlocksPerPart;

        CodesAt = Up(checked(RowPixels * shape.InputWords * sizeof(uint)));
        WorkAt = checked(CodesAt + (RowBytes * shape.FilterHeight));
        DotsAt = WorkAt + Up(workBytes);
        DotCount = checked(pixelsPerCode * IBinaryTile.MaxColumns * DotStride);
        ScratchBytes = checked(DotsAt + (DotCount * sizeof(int)) + Align);
    }

    public BinaryConvolutionShape Shape { get; }

    public int BlockChannels { get; }

    /// <summary>Codes per output row.</summary>
    public int Columns { get; }

    /// <summary>Words of a padded row that get a code.</summary>
    public int CodedWords { get; }

    /// <summary>Words between the two pixels of a code.</summary>
    public int CodeDistance { get; }

    /// <summary>Pixels of a padded row.</summary>
    public int RowPixels { get; }

    /// <summary>Bytes of one row's codes.</summary>
    public int RowBytes { get; }

    public int ColumnStep { get; }

    /// <summary>Bytes between the codes of neighbouring groups.</summary>
    public int GroupStep { get; }

    public int[] WordOffsets { get; }

    public int BlocksPerGroup { get; }

    /// <summary>True where each block is stored by itself; false where all groups of a pixel are collected first, as their words overlap.</summary>
    public bool StoresBlocks { get; }

    public int DotStride { get; }

    public int DotCount { get; }

    public int BlocksPerPart { get; }

    /// <summary>Work items per output row.</summary>
    public int Parts { get; }

    public int CodesAt { get; }

    public int WorkAt { get; }

    public int DotsAt { get; }

    /// <summary>Scratch that one thread needs, with room to align it.</summary>
    public int ScratchBytes { get; }

    public static BinaryTilePlan For<TTile>(BinaryConvolutionShape shape)
        where TTile : IBinaryTile
    {
        shape.Validate();
        return new BinaryTilePlan(shape, TTile.PixelsPerCode, TTile.BytesPerWord, TTile.BlockChannels, TTile.WorkBytes(shape.DepthInWords));
    }

    /// <summary>Of the rows that an output row reads, how many at the top are the last ones of the output row <paramref name="rows"/> above.</summary>
    public int KeptRows(int rows) =>
        rows * Shape.StrideHeight % Shape.DilationHeight == 0 ? Math.Max(0, Shape.FilterHeight - (rows * Shape.StrideHeight / Shape.DilationHeight)) : 0;

    /// <summary>True where all taps of an output pixel read inside the image.</summary>
    public bool ReadsInside(int outputRow, int outputColumn) =>
        outputRow >= insideRows.First && outputRow < insideRows.End && outputColumn >= insideColumns.First && outputColumn < insideColumns.End;

    /// <summary>The outputs whose first and last tap, <paramref name="reach"/> further on, read inside [0, size).</summary>
    private static (int First, int End) Inside(int stride, int pad, int reach, int size)
    {
        int last = size - 1 - reach + pad;
        return ((pad + stride - 1) / stride, last < 0 ? 0 : (last / stride) + 1);
    }

    private static int[] Offsets(BinaryConvolutionShape shape, int bytesPerWord, int rowBytes)
    {
        int[] offsets = new int[shape.DepthInWords];
        int next = 0;
        for (int y = 0; y < shape.FilterHeight; y++)
        {
            for (int x = 0; x < shape.FilterWidth; x++)
            {
                for (int word = 0; word < shape.GroupWords; word++)
                    offsets[next++] = checked((y * rowBytes) + (((x * shape.DilationWidth * shape.InputWords) + word) * bytesPerWord));
            }
        }
        return offsets;
    }

    private static int Up(int bytes) => checked((bytes + Align - 1) / Align * Align);
}
