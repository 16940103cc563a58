using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>The bytes of a tile's input pixels, plane by plane: byte i of every position, as a <see cref="SumTableLayout"/> has them.</summary>
internal static class SumTablePlanes
{
    private const int Pixels = 8, BytesPerWord = 4;

    /// <summary>Fills the planes of a group of channels.</summary>
    /// <param name="plan">Of the convolution.</param>
    /// <param name="input">The packed input.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="group">The group.</param>
    /// <param name="planes"><see cref="SixBitGroups.Count"/> · <see cref="SumTablePlan.PlanesLength"/> bytes.</param>
    public static void Fill(SumTablePlan plan, ReadOnlySpan<uint> input, SumTableTile tile, int group, Span<byte> planes)
    {
        BinaryConvolutionShape shape = plan.Shape;
        SumTableLayout layout = plan.Layout;
        int rowWords = shape.InputWidth * shape.InputWords;
        Pad(plan, planes);
        for (int phase = 0; phase < layout.PlaneCount; phase++)
        {
            (int rowPhase, int columnPhase) = layout.Plane(phase);
            int left = (tile.Column * shape.StrideWidth) + columnPhase - shape.PadLeft;
            int first = Math.Clamp((-left + shape.StrideWidth - 1) / shape.StrideWidth, 0, layout.Positions);
            int end = left >= shape.InputWidth ? first : Math.Clamp(((shape.InputWidth - 1 - left) / shape.StrideWidth) + 1, first, layout.Positions);
            for (int row = 0; row < layout.Rows; row++)
            {
                int inputRow = ((tile.Row + row) * shape.StrideHeight) + rowPhase - shape.PadTop;
                int at = (phase * layout.PlaneBytes) + (row * layout.RowBytes);
                if ((uint)inputRow >= (uint)shape.InputHeight || end <= first)
                    continue;
                ReadOnlySpan<uint> source = input.Slice(((tile.Image * shape.InputHeight) + inputRow) * rowWords, rowWords);
                int pixel = left + (first * shape.StrideWidth);
                FillRow(plan, source[((pixel * shape.InputWords) + (group * shape.GroupWords))..], end - first, planes[(at + first)..]);
            }
        }
        plan.Groups.Derive(planes, plan.PlanesLength);
    }

    private static void Pad(SumTablePlan plan, Span<byte> planes)
    {
        for (int i = 0; i < plan.Groups.Channels; i++)
            planes.Slice(i * plan.PlanesLength, plan.PlanesLength).Fill((byte)(PadWord(plan, i / BytesPerWord) >> (8 * (i % BytesPerWord))));
    }

    // Word i of a pixel that is padding.
    private static uint PadWord(SumTablePlan plan, int i) =>
        plan.Shape.Padding == BinaryPadding.MinusOne ? uint.MaxValue >> Math.Max(0, (32 * (i + 1)) - plan.Shape.GroupInputChannels) : 0;

    // Eight pixels at a time, the last eight once more where they are not a multiple; a row of fewer is made eight by padding, which is what is behind it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillRow(SumTablePlan plan, ReadOnlySpan<uint> source, int pixels, Span<byte> planes)
    {
        int step = plan.Shape.StrideWidth * plan.Shape.InputWords, words = plan.Shape.GroupWords, bytes = plan.Groups.Channels;
        nuint plane = (nuint)plan.PlanesLength, s = (nuint)step;
        Span<uint> few = stackalloc uint[Pixels];
        for (int word = 0; word < words; word++)
        {
            ref byte target = ref planes[word * BytesPerWord * plan.PlanesLength];
            int count = Math.Min(BytesPerWord, bytes - (word * BytesPerWord));
            if (pixels < Pixels)
            {
                few.Fill(PadWord(plan, word));
                for (int pixel = 0; pixel < pixels; pixel++)
                    few[pixel] = source[(pixel * step) + word];
                Scatter(Vector256.Create<uint>(few), ref target, plane, count);
                continue;
            }
            for (int next = 0; next < pixels; next += Pixels)
            {
                int pixel = Math.Min(next, pixels - Pixels);
                ref uint p = ref MemoryMarshal.GetReference(source.Slice((pixel * step) + word, ((Pixels - 1) * step) + 1));
                Vector256<uint> eight = step == 1
                    ? Vector256.LoadUnsafe(ref p)
                    : Vector256.Create(p, Unsafe.Add(ref p, s), Unsafe.Add(ref p, 2 * s), Unsafe.Add(ref p, 3 * s), Unsafe.Add(ref p, 4 * s), Unsafe.Add(ref p, 5 * s), Unsafe.Add(ref p, 6 * s), Unsafe.Add(ref p, 7 * s));
                Scatter(eight, ref Unsafe.AddByteOffset(ref target, (nuint)pixel), plane, count);
            }
        }
    }

    // Byte i of eight words into plane i.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scatter(Vector256<uint> words, ref byte target, nuint plane, int planes)
    {
        Vector256<byte> gather = Vector256.Create((byte)0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
        Vector256<ulong> four = Avx2.PermuteVar8x32(Avx2.Shuffle(words.AsByte(), gather).AsInt32(), Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsUInt64();
        Unsafe.WriteUnaligned(ref target, four.GetElement(0));
        if (planes > 1)
            Unsafe.WriteUnaligned(ref Unsafe.AddByteOffset(ref target, plane), four.GetElement(1));
        if (planes > 2)
            Unsafe.WriteUnaligned(ref Unsafe.AddByteOffset(ref target, 2 * plane), four.GetElement(2));
        if (planes > 3)
            Unsafe.WriteUnaligned(ref Unsafe.AddByteOffset(ref target, 3 * plane), four.GetElement(3));
    }
}

/// <summary>The output pixels of a tile: rows from <paramref name="Row"/> and columns from <paramref name="Column"/> on, of an image.</summary>
internal readonly record struct SumTableTile(int Image, int Row, int Column);
