using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OneBit.Kernels;

/// <summary>The dots of neighbouring output pixels for a run of channels.</summary>
internal readonly ref struct OutputDots
{
    public required Span<int> Values { get; init; }

    /// <summary>Elements between the pixels' dots.</summary>
    public required int Stride { get; init; }

    public required int Pixels { get; init; }

    /// <summary>First channel, a multiple of 32.</summary>
    public required int Channel { get; init; }

    public required int Channels { get; init; }

    public Span<int> Pixel(int index) => Values.Slice(index * Stride, Channels);

    /// <summary>From the first to the last element that the dots of pixels [pixel, pixel + Pixels) have in an array with <paramref name="stride"/> elements a pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Of<T>(Span<T> output, int pixel, int stride) => output.Slice((pixel * stride) + Channel, ((Pixels - 1) * stride) + Channels);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Of<T>(ReadOnlySpan<T> output, int pixel, int stride) => output.Slice((pixel * stride) + Channel, ((Pixels - 1) * stride) + Channels);
}

/// <summary>Turns dots into their stored form.</summary>
internal interface IOutputStage
{
    /// <summary>True where zero padding is corrected in what was stored, false where it is corrected in the dots.</summary>
    bool CorrectsBehind { get; }

    /// <summary>Stores pixels [pixel, pixel + dots.Pixels) of the output. May overwrite the dots.</summary>
    void Store(in OutputDots dots, int pixel);

    /// <summary>Takes the taps that stick out, summed per channel from <paramref name="channel"/> on, off a stored pixel.</summary>
    void Correct(ReadOnlySpan<int> outside, int pixel, int channel);
}

internal readonly ref struct FloatStage(OutputTransform transform, int channels, Span<float> output) : IOutputStage
{
    private readonly TransformTable table = transform.Table(channels);
    private readonly Span<float> output = output;

    public bool CorrectsBehind => transform.CorrectsBehind;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store(in OutputDots dots, int pixel)
    {
        ref float run = ref MemoryMarshal.GetReference(dots.Of(output, pixel, channels));
        TransformArithmetic.Run(table, dots, new FloatTarget(ref run, channels));
    }

    public void Correct(ReadOnlySpan<int> outside, int pixel, int channel) =>
        TransformArithmetic.Correct(transform, outside, channel, output.Slice((pixel * channels) + channel, outside.Length));
}

internal readonly ref struct Int8Stage(OutputTransform transform, Int8Output form, int channels, Span<sbyte> output) : IOutputStage
{
    private readonly TransformTable table = transform.Table(channels);
    private readonly Span<sbyte> output = output;

    public bool CorrectsBehind => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store(in OutputDots dots, int pixel)
    {
        ref sbyte run = ref MemoryMarshal.GetReference(dots.Of(output, pixel, channels));
        if (form.Ties == TieRounding.ToEven)
            TransformArithmetic.Run(table, dots, new Int8Target<TiesToEven>(form, ref run, channels));
        else
            TransformArithmetic.Run(table, dots, new Int8Target<TiesAway>(form, ref run, channels));
    }

    public void Correct(ReadOnlySpan<int> outside, int pixel, int channel) => throw new UnreachableException();
}
