using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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

internal readonly ref struct BitStage(BitOutput form, int words, Span<uint> output) : IOutputStage
{
    private readonly Span<uint> output = output;

    public bool CorrectsBehind => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store(in OutputDots dots, int pixel)
    {
        ReadOnlySpan<int> below = form.Below.AsSpan(dots.Channel, dots.Channels);
        ReadOnlySpan<int> above = form.Above is { } bounds ? bounds.AsSpan(dots.Channel, dots.Channels) : default;
        int firstWord = dots.Channel / 32;
        for (int i = 0; i < dots.Pixels; i++)
        {
            ReadOnlySpan<int> values = dots.Pixel(i);
            Span<uint> target = output.Slice(((pixel + i) * words) + firstWord, (values.Length + 31) / 32);
            for (int word = 0; word < target.Length; word++)
            {
                int first = word * 32;
                uint bits = Less(values, below, first);
                if (!above.IsEmpty)
                    bits |= Less(above, values, first);
                target[word] = form.Flips is { } flips ? bits ^ flips[firstWord + word] : bits;
            }
        }
    }

    public void Correct(ReadOnlySpan<int> outside, int pixel, int channel) => throw new UnreachableException();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Less(ReadOnlySpan<int> left, ReadOnlySpan<int> right, int first) =>
        first + 32 <= left.Length ? WholeWord(left.Slice(first, 32), right.Slice(first, 32)) : Tail(left[first..], right[first..]);

    // Both spans have 32 elements.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint WholeWord(ReadOnlySpan<int> dots, ReadOnlySpan<int> below)
    {
        ref int d = ref MemoryMarshal.GetReference(dots);
        ref int b = ref MemoryMarshal.GetReference(below);
        return Eight(ref d, ref b, 0) | (Eight(ref d, ref b, 8) << 8) | (Eight(ref d, ref b, 16) << 16) | (Eight(ref d, ref b, 24) << 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Eight(ref int dots, ref int below, nuint at) =>
        Vector256.LessThan(Vector256.LoadUnsafe(ref dots, at), Vector256.LoadUnsafe(ref below, at)).ExtractMostSignificantBits();

    private static uint Tail(ReadOnlySpan<int> dots, ReadOnlySpan<int> below)
    {
        uint bits = 0;
        for (int o = 0; o < dots.Length; o++)
            bits |= (dots[o] < below[o] ? 1u : 0u) << o;
        return bits;
    }
}
