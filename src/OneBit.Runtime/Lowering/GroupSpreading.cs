using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Copies of the planes of an image in which each group's channels begin at a word; the bits between are 0, whether the copy is inverted or not.</summary>
internal sealed class GroupSpreading(BinaryConvolutionShape shape, int depth, (int Plane, bool Inverted)[] copies)
{
    private readonly int pixels = shape.InputHeight * shape.InputWidth;
    private readonly int pixelWords = BitLayout.Words(shape.Groups * depth);

    /// <summary>Images.</summary>
    public int Batch => shape.Batch;

    /// <summary>Words of all copies of one image.</summary>
    public int Words { get; } = checked(shape.InputHeight * shape.InputWidth * shape.InputWords * copies.Length);

    /// <summary>Writes the copies of one image.</summary>
    public void Spread(ReadOnlySpan<uint> input, int image, Span<uint> target)
    {
        target.Clear();
        int planeWords = shape.Batch * pixels * pixelWords, copyWords = Words / copies.Length;
        for (int copy = 0; copy < copies.Length; copy++)
        {
            (int plane, bool inverted) = copies[copy];
            ReadOnlySpan<uint> source = input.Slice((plane * planeWords) + (image * pixels * pixelWords), pixels * pixelWords);
            Spread(source, target.Slice(copy * copyWords, copyWords), inverted);
        }
    }

    private void Spread(ReadOnlySpan<uint> source, Span<uint> target, bool inverted)
    {
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            for (int group = 0; group < shape.Groups; group++)
            {
                long from = (32L * pixel * pixelWords) + (group * depth), at = 32L * ((pixel * shape.InputWords) + (group * shape.GroupWords));
                if (inverted)
                    BitRuns.CopyInverted(source, from, target, at, depth);
                else
                    BitRuns.Copy(source, from, target, at, depth);
            }
        }
    }
}
