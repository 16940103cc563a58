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
    private readonly Span<float> output = output;

    public bool CorrectsBehind => transform.CorrectsBehind;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store(in OutputDots dots, int pixel) =>
        TransformArithmetic.Apply(transform, dots, output[((pixel * channels) + dots.Channel)..], channels);

    public void Correct(ReadOnlySpan<int> outside, int pixel, int channel) =>
        TransformArithmetic.Correct(transform, outside, channel, output.Slice((pixel * channels) + channel, outside.Length));
}

internal readonly ref struct Int8Stage(OutputTransform transform, Int8Output form, int channels, Span<sbyte> output) : IOutputStage
{
    private readonly Span<sbyte> output = output;

    public bool CorrectsBehind => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store(in OutputDots dots, int pixel)
    {
        TransformArithmetic.Apply(transform, dots, MemoryMarshal.Cast<int, float>(dots.Values), dots.Stride);
        for (int i = 0; i < dots.Pixels; i++)
        {
            Span<sbyte> target = output.Slice(((pixel + i) * channels) + dots.Channel, dots.Channels);
            Int8Rounding.Round(MemoryMarshal.Cast<int, float>(dots.Pixel(i)), form, target);
        }
    }

    public void Correct(ReadOnlySpan<int> outside, int pixel, int channel) => throw new UnreachableException();
}
