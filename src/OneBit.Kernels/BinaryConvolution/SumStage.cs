using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>Adds dots, times a weight, to sums in int32. The caller sees to it that no sum overflows.</summary>
internal readonly ref struct SumStage(int weight, int channels, int firstPixel, Span<int> sums) : IOutputStage
{
    private readonly Span<int> sums = sums;

    public bool CorrectsBehind => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store(in OutputDots dots, int pixel)
    {
        for (int i = 0; i < dots.Pixels; i++)
        {
            ReadOnlySpan<int> source = dots.Pixel(i);
            Span<int> target = sums.Slice(((pixel - firstPixel + i) * channels) + dots.Channel, source.Length);
            int lanes = Vector<int>.Count;
            int c = 0;
            for (; c <= source.Length - lanes; c += lanes)
                (new Vector<int>(target[c..]) + (new Vector<int>(source[c..]) * weight)).CopyTo(target[c..]);
            for (; c < source.Length; c++)
                target[c] += source[c] * weight;
        }
    }

    public void Correct(ReadOnlySpan<int> outside, int pixel, int channel) => throw new UnreachableException();
}
