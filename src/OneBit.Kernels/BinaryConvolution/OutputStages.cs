using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>Turns the dots of one output pixel into its stored form.</summary>
internal interface IOutputStage
{
    /// <summary>Stores channels [channel, channel + dots.Length) of a pixel; <paramref name="channel"/> is a multiple of 32. May overwrite the dots.</summary>
    void Store(Span<int> dots, int pixel, int channel);
}

internal readonly ref struct FloatStage(OutputTransform transform, int channels, Span<float> output) : IOutputStage
{
    private readonly Span<float> output = output;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store(Span<int> dots, int pixel, int channel)
    {
        Span<float> target = output.Slice((pixel * channels) + channel, dots.Length);
        TransformArithmetic.Apply(transform, dots, channel, target);
    }
}

internal readonly ref struct Int8Stage(OutputTransform transform, Int8Output form, int channels, Span<sbyte> output) : IOutputStage
{
    private readonly Span<sbyte> output = output;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store(Span<int> dots, int pixel, int channel)
    {
        Span<sbyte> target = output.Slice((pixel * channels) + channel, dots.Length);
        Span<float> values = MemoryMarshal.Cast<int, float>(dots);
        TransformArithmetic.Apply(transform, dots, channel, values);
        Int8Rounding.Round(values, form, target);
    }
}

internal readonly ref struct BitStage(BitOutput form, int words, Span<uint> output) : IOutputStage
{
    private readonly Span<uint> output = output;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store(Span<int> dots, int pixel, int channel)
    {
        ReadOnlySpan<int> below = form.Below.AsSpan(channel, dots.Length);
        Span<uint> target = output.Slice((pixel * words) + (channel / 32), (dots.Length + 31) / 32);
        for (int word = 0; word < target.Length; word++)
        {
            int first = word * 32;
            uint bits = first + 32 <= dots.Length ? WholeWord(dots, below, first) : Tail(dots[first..], below[first..]);
            target[word] = form.Flips is { } flips ? bits ^ flips[(channel / 32) + word] : bits;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint WholeWord(ReadOnlySpan<int> dots, ReadOnlySpan<int> below, int first) =>
        Eight(dots, below, first) | (Eight(dots, below, first + 8) << 8) | (Eight(dots, below, first + 16) << 16) | (Eight(dots, below, first + 24) << 24);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Eight(ReadOnlySpan<int> dots, ReadOnlySpan<int> below, int at) =>
        Vector256.LessThan(Vector256.Create(dots[at..]), Vector256.Create(below[at..])).ExtractMostSignificantBits();

    private static uint Tail(ReadOnlySpan<int> dots, ReadOnlySpan<int> below)
    {
        uint bits = 0;
        for (int o = 0; o < dots.Length; o++)
            bits |= (dots[o] < below[o] ? 1u : 0u) << o;
        return bits;
    }
}
