using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>Adds a residual to what was transformed, clamps, stores, and packs the signs of what it stored, bit 1 where y ≤ −2⁻¹²⁶.</summary>
/// <param name="transform">T; corrected in the dots.</param>
/// <param name="form">The clamp.</param>
/// <param name="channels">Output channels.</param>
/// <param name="residual">As long as the output; empty for none, and then nothing is clamped.</param>
/// <param name="output">y.</param>
/// <param name="signs">Packed signs; empty for none.</param>
internal readonly ref struct ResidualStage(OutputTransform transform, ResidualOutput form, int channels, ReadOnlySpan<float> residual, Span<float> output, Span<uint> signs) : IOutputStage
{
    private readonly TransformTable table = transform.Table(channels);
    private readonly ReadOnlySpan<float> residual = residual;
    private readonly Span<float> output = output;
    private readonly Span<uint> signs = signs;

    public bool CorrectsBehind => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store(in OutputDots dots, int pixel)
    {
        if (residual.IsEmpty)
            Store<NoAddend>(dots, pixel);
        else if (form.IsUnclamped)
            Store<Addend>(dots, pixel);
        else
            Store<ClampedAddend>(dots, pixel);
    }

    public void Correct(ReadOnlySpan<int> outside, int pixel, int channel) => throw new UnreachableException();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store<TAddend>(in OutputDots dots, int pixel)
        where TAddend : struct, IAddend
    {
        if (signs.IsEmpty)
            Store<TAddend, NoSigns>(dots, pixel);
        else
            Store<TAddend, LarqSigns>(dots, pixel);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Store<TAddend, TSigns>(in OutputDots dots, int pixel)
        where TAddend : struct, IAddend
        where TSigns : struct, ISigns
    {
        int words = BitLayout.Words(channels), word = (pixel * words) + (dots.Channel / BitLayout.WordBits);
        ref float addend = ref MemoryMarshal.GetReference(residual.IsEmpty ? [] : dots.Of(residual, pixel, channels));
        ref float target = ref MemoryMarshal.GetReference(dots.Of(output, pixel, channels));
        ref uint packed = ref MemoryMarshal.GetReference(signs.IsEmpty ? [] : signs.Slice(word, ((dots.Pixels - 1) * words) + BitLayout.Words(dots.Channels)));
        TransformArithmetic.Run(table, dots, new ResidualTarget<TAddend, TSigns>(form, ref addend, ref target, channels, ref packed, words));
    }
}
