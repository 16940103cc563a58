using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>Compares dots with bounds: words of 32 channels, of these the pixels, so that a word's bounds stay in the cache.</summary>
internal readonly ref struct BitStage(BitOutput form, int words, Span<uint> output) : IOutputStage
{
    private readonly Span<uint> output = output;

    public bool CorrectsBehind => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store(in OutputDots dots, int pixel)
    {
        if (form.Above is null)
            Store<Below>(dots, pixel);
        else
            Store<Outside>(dots, pixel);
    }

    public void Correct(ReadOnlySpan<int> outside, int pixel, int channel) => throw new UnreachableException();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store<TBounds>(in OutputDots dots, int pixel)
        where TBounds : struct, IDotBounds
    {
        int whole = dots.Channels / BitLayout.WordBits;
        for (int word = 0; word < whole; word++)
            Store<TBounds, WholeWord>(dots, pixel, word);
        if (dots.Channels % BitLayout.WordBits != 0)
            Store<TBounds, PartOfWord>(dots, pixel, whole);
    }

    // The word's channels of all pixels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Store<TBounds, TWord>(in OutputDots dots, int pixel, int word)
        where TBounds : struct, IDotBounds
        where TWord : struct, IDotWord
    {
        int first = word * BitLayout.WordBits, lanes = Math.Min(dots.Channels - first, BitLayout.WordBits), channel = dots.Channel + first;
        ref int d = ref MemoryMarshal.GetReference(dots.Values.Slice(first, ((dots.Pixels - 1) * dots.Stride) + lanes));
        ref int below = ref MemoryMarshal.GetReference(form.Below.AsSpan(channel, lanes));
        ref int above = ref MemoryMarshal.GetReference((form.Above ?? form.Below).AsSpan(channel, lanes));
        int firstWord = channel / BitLayout.WordBits;
        ref uint target = ref MemoryMarshal.GetReference(output.Slice((pixel * words) + firstWord, ((dots.Pixels - 1) * words) + 1));
        uint flips = form.Flips is { } all ? all[firstWord] : 0;
        nuint source = 0, at = 0, from = (nuint)dots.Stride, to = (nuint)words;
        for (int i = dots.Pixels; i > 0; i--, source += from, at += to)
            Unsafe.Add(ref target, at) = flips ^ TWord.Compare<TBounds>(ref d, source, ref below, ref above, lanes);
    }
}
